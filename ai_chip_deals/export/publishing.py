"""The dataset on the Hugging Face Hub: each version is one commit and one tag."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ai_chip_deals import loaders
from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.export.huggingface import export_huggingface

if TYPE_CHECKING:
    from huggingface_hub import HfApi

KIND = "dataset"


@dataclass(frozen=True)
class Publication:
    """What a version of the dataset is on the Hub, or would be."""

    tag: str
    files: dict[str, int]
    """Every file of it with its size in bytes."""


def publish_huggingface(repo_id: str, *, dry_run: bool = False) -> Publication:
    """Upload this version to a dataset repository of the Hub, and tag it.

    The repository is created where it is not there. What it has under `data/` and `plots/` and
    this version has not is deleted, in the same commit. The token is that of `hf auth login`, or
    `HF_TOKEN`.

    Args:
        repo_id: The repository: `owner/name`.
        dry_run: Whether everything is written and nothing is sent.

    Raises:
        MissingExtraError: The extra `hf` is not installed.
        DatasetError: The version has its tag there already, or the Hub refuses.
        MissingDataError: The package was not built.
    """
    try:
        from huggingface_hub import HfApi
        from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]
    except ImportError:
        raise MissingExtraError("hf", "publish on Hugging Face") from None
    with _told(repo_id):
        validate_repo_id(repo_id)
    hub, tag = HfApi(), f"v{loaders.manifest()['version']}"
    if not dry_run:
        with _told(repo_id):
            _make_ready(hub, repo_id, tag)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary, "dataset")
        export_huggingface(folder)
        if not dry_run:
            with _told(repo_id):
                _upload(hub, repo_id, folder, tag)
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in paths}
    return Publication(tag, sizes)


def _make_ready(hub: HfApi, repo_id: str, tag: str) -> None:
    """Create the repository where it is not there, and see that it has no such version yet."""
    hub.create_repo(repo_id, repo_type=KIND, exist_ok=True)
    refs = hub.list_repo_refs(repo_id, repo_type=KIND)
    if tag in [ref.name for ref in refs.tags]:
        raise DatasetError(
            f"{repo_id} has {tag} already, and a version that is out is never changed. "
            "Prepare a new one: ai-chip-deals release prepare"
        )


def _upload(hub: HfApi, repo_id: str, folder: Path, tag: str) -> None:
    hub.upload_folder(
        folder_path=folder,
        repo_id=repo_id,
        repo_type=KIND,
        commit_message=f"Version {tag.removeprefix('v')}",
        delete_patterns=["data/*", "plots/*"],
    )
    hub.create_tag(repo_id, tag=tag, repo_type=KIND)


@contextmanager
def _told(repo_id: str) -> Iterator[None]:
    """Tells what the Hub or the way to it says, with what to do."""
    from httpx2 import HTTPError
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalTokenNotFoundError

    try:
        yield
    except HFValidationError:
        raise DatasetError(f"{repo_id!r} is no repository. Write owner/name.") from None
    except LocalTokenNotFoundError:
        raise DatasetError("the Hub needs a token. Run: hf auth login") from None
    except HfHubHTTPError as error:
        status = error.response.status_code
        fix = "Run: hf auth login, with a token that may write there." if status < 500 else ""
        message = f"the Hub refuses {repo_id} with status {status}. {fix or 'Try again later.'}"
        raise DatasetError(message) from error
    except HTTPError as error:
        raise DatasetError(f"the Hub cannot be reached ({error}). Try again later.") from error
