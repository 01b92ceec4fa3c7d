"""What a person may write: the grammar of the files under `raw/`, and their reader."""
