"""The resolution policy on worked examples, each a small world of pages."""

from __future__ import annotations

from conftest import make_deal, make_organization, order


def test_four_relays_that_say_40_billion_outvote_the_one_that_says_400(world):
    for number in range(4):
        world.page(f"relay{number}.com", order(according_to=["reuters"], value="40B USD"))
    world.page("slip.com", order(according_to=["reuters"], value="400B USD"))
    figure = world.row("deal_figures", "order/all/value/USD/-/says")
    assert figure["value"] == 40e9
    assert figure["n_origins"] == 1
    assert figure["n_sources"] == 5
    assert figure["conflicts"] == ["value"]


def test_a_number_printed_by_one_domain_often_has_one_vote(world):
    for _ in range(3):
        world.page("loud.com", order(according_to=["reuters"], value="400B USD"))
    for number in range(2):
        world.page(f"relay{number}.com", order(according_to=["reuters"], value="40B USD"))
    assert world.row("deal_figures", "order/all/value/USD/-/says")["value"] == 40e9


def test_careful_relays_that_keep_the_hedge_speak_for_the_digests_that_lost_it(world):
    for number in range(3):
        world.page(f"digest{number}.com", order(according_to=["reuters"], ordered=100000))
    world.page("careful.com", order(according_to=["reuters"], ordered="more than 100000"))
    deal = world.row("deals", "order")
    assert deal["ordered"] is None
    assert deal["ordered_low"] == 100000
    assert deal["ordered_qualifier"] == "more_than"
    assert deal["ordered_as_stated"] == "more than 100000"
    assert deal["conflicts"] == []


def test_a_page_that_names_nobody_counts_only_where_nothing_else_exists(world):
    world.page("nobody.com", order(ordered=900000))
    alone = world.row("deals", "order")
    assert (alone["ordered"], alone["weak"], alone["n_origins"]) == (900000, True, 0)
    world.page("relay.com", order(according_to=["reuters"], ordered=100000))
    beside = world.row("deals", "order")
    assert (beside["ordered"], beside["weak"], beside["n_origins"]) == (100000, False, 1)
    assert beside["conflicts"] == []


def test_reportedly_is_weak_even_on_the_page_of_a_known_newsroom(world):
    world.page("engadget.com", order(according_to=["unnamed-reports"], ordered=100000))
    assert world.row("deals", "order")["weak"] is True


def test_unnamed_people_who_told_a_newsroom_make_it_the_origin(world):
    world.page("reuters.com", order(according_to=["anonymous"], ordered=100000))
    deal = world.row("deals", "order")
    assert (deal["origin"], deal["weak"]) == ("reuters", False)


def test_a_digest_that_redates_an_old_deal_does_not_make_it_later(world):
    dated = {"stage": "signed", "date": "2024-03-05"}
    world.page("reuters.com", order(**dated), published="2024-03-06")
    redated = {"according_to": ["reuters"], "stage": "signed", "date": "2026-05"}
    world.page("digest.com", order(**redated), published="2026-05-20")
    deal = world.row("deals", "order")
    assert deal["date"] == "2024-03-05"
    assert deal["conflicts"] == ["stage:signed"]


def test_what_was_due_is_no_delivery(world):
    world.page("reuters.com", order(stance="expects", delivered=50000, as_of="2026-12"))
    world.page("engadget.com", order(delivered="fewer than 30000", as_of="2026-07"))
    assert world.row("deals", "order")["delivered_high"] == 30000
    due = world.row("deal_figures", "order/all/delivered/chip/-/expects")
    assert (due["value"], due["counted_in"]) == (50000, "not_a_transaction")
    assert world.row("deal_events", "order/delivering/expects")["stance"] == "expects"


def test_a_state_follows_the_later_day_before_the_better_source(world):
    world.page("bytedance.com", order(delivered=10000, as_of="2026-03"))
    world.page("reuters.com", order(delivered=30000, as_of="2026-07"))
    figure = world.row("deal_figures", "order/all/delivered/chip/-/says")
    assert (figure["value"], figure["as_of"], figure["conflicts"]) == (30000, "2026-07", [])


def test_a_party_speaks_before_a_newsroom(world):
    world.page("reuters.com", order(ordered=120000))
    world.page("bytedance.com", order(ordered=90000))
    deal = world.row("deals", "order")
    assert (deal["ordered"], deal["official"], deal["n_origins"]) == (90000, True, 2)
    assert deal["conflicts"] == ["ordered"]


def test_reported_comes_before_estimated_even_from_a_better_source(world):
    world.page("bytedance.com", order(value="estimated 2B USD"))
    world.page("reuters.com", order(value="1B USD"))
    assert world.row("deals", "order")["value"] == 1e9


def test_the_parent_of_a_party_is_official_and_a_stranger_is_not(world):
    world.add("organizations", "toutiao", make_organization(parent="bytedance"))
    world.add("deals", "order", make_deal(buyers=["toutiao"]))
    world.page("bytedance.com", order(ordered=100))
    assert world.row("deals", "order")["official"] is True
    world.add("deals", "other", make_deal(buyers=["alibaba"]))
    world.page("bytedance.com", {"deal": "other", "ordered": 100})
    assert world.row("deals", "other")["official"] is False


def test_a_buyer_undisclosed_then_named_wrongly_then_corrected_is_replayed(world, replay):
    world.add("deals", "order", make_deal(buyers=["bytedance"]))
    named = {"stage": "ordered"}
    world.page("reuters.com", order(**named, buyers=["undisclosed"]), published="2026-01-10")
    wrong = order(**named, buyers=["alibaba"])
    world.page("engadget.com", wrong, published="2026-02-10")
    denial = order(stance="denies", denies=["buyers"])
    world.page("alibaba.com", denial, published="2026-02-12")
    world.page("bytedance.com", order(**named, buyers=["bytedance"]), published="2026-03-10")
    days = ("2026-01-31", "2026-02-11", "2026-02-28", "2026-03-31")
    seen = [replay(world, day)["deals"].row(0, named=True) for day in days]
    assert [row["buyers"] for row in seen] == [
        ["bytedance"],  # nobody names one, so the deal's file does
        ["alibaba"],
        ["alibaba"],
        ["bytedance"],
    ]
    assert [row["disputed"] for row in seen] == [[], [], ["buyers"], ["buyers"]]


def test_a_cancellation_that_a_later_digest_forgets_stands(world):
    world.page("reuters.com", order(ordered=100, date="2025-01-15"), published="2025-01-16")
    world.page("reuters.com", order(stage="cancelled", date="2025-06"), published="2025-06-20")
    world.page("digest.com", order(according_to=["reuters"], ordered=100), published="2026-08-01")
    deal = world.row("deals", "order")
    assert (deal["stage"], deal["counted_in"]) == ("cancelled", "not_a_transaction")


def test_where_no_stage_is_dated_most_origins_decide_and_a_tie_is_less_committed(world):
    world.page("reuters.com", order(stage="negotiating"))
    world.page("engadget.com", order(stage="signed"))
    assert world.row("deals", "order")["stage"] == "negotiating"
    world.page("bytedance.com", order(stage="signed"))
    assert world.row("deals", "order")["stage"] == "signed"


def test_a_denial_of_one_field_disputes_that_field_alone(world):
    world.page("reuters.com", order(ordered=100, value="1B USD"))
    world.page("huawei.com", order(stance="denies", denies=["value"]))
    assert world.row("deals", "order")["disputed"] == ["value"]
    assert world.row("deal_figures", "order/all/value/USD/-/says")["n_denials"] == 1
    assert world.row("deal_figures", "order/all/ordered/chip/-/says")["n_denials"] == 0
    assert world.row("deals", "order")["value"] == 1e9


def test_a_denial_of_the_deal_stands_against_every_figure_of_it(world):
    world.page("reuters.com", order(ordered=100))
    world.page("huawei.com", order(stance="denies", denies=["deal"]))
    assert world.row("deals", "order")["disputed"] == ["deal"]
    assert world.row("deal_figures", "order/all/ordered/chip/-/says")["disputed"] == ["deal"]


def test_a_denial_falls_when_its_origin_says_so_later(world):
    world.page("reuters.com", order(ordered=100), published="2026-01-01")
    denial = order(stance="denies", denies=["deal"])
    world.page("huawei.com", denial, published="2026-01-02")
    assert world.row("deals", "order")["n_denials"] == 1
    world.page("huawei.com", order(ordered=120), published="2026-02-01")
    assert world.row("deals", "order")["n_denials"] == 0


def test_silence_is_kept_and_counts_for_nothing(world):
    world.page("reuters.com", order(ordered=100), order(stance="silent"))
    deal = world.row("deals", "order")
    assert (deal["n_claims"], deal["n_denials"]) == (2, 0)  # the order and its stage
    assert "reuters-0/order/all/deal/silent" in deal["claim_ids"]


def test_an_open_list_of_buyers_stays_open_and_conflicts_with_none(world):
    world.page("reuters.com", order(buyers=["bytedance", "others"]))
    world.page("engadget.com", order(buyers=["alibaba", "bytedance"]))
    deal = world.row("deals", "order")
    assert deal["conflicts"] == []


def test_the_extremes_leave_out_what_only_one_unknown_page_prints(world):
    world.page("reuters.com", order(ordered=100))
    world.page("engadget.com", order(ordered=140))
    world.page("relay.com", order(according_to=["reuters"], ordered=5000))
    figure = world.row("deal_figures", "order/all/ordered/chip/-/says")
    assert (figure["claimed_low"], figure["claimed_high"]) == (100, 140)


def test_the_extremes_hold_what_two_unknown_pages_print(world):
    world.page("reuters.com", order(ordered=100))
    for number in range(2):
        world.page(f"relay{number}.com", order(according_to=["engadget"], ordered=5000))
    figure = world.row("deal_figures", "order/all/ordered/chip/-/says")
    assert (figure["claimed_low"], figure["claimed_high"]) == (100, 5000)


def test_lots_add_up_to_the_headline_where_no_claim_is_for_all(world):
    world.page("reuters.com", order(lot="first", ordered=100), order(lot="second", ordered=250))
    deal = world.row("deals", "order")
    assert (deal["ordered"], deal["ordered_qualifier"], deal["unit"]) == (350, "exact", "chip")
    assert deal["ordered_as_stated"] is None
    world.page("engadget.com", order(ordered="about 400"))
    assert world.row("deals", "order")["ordered"] == 400
    counted = world.table("deal_figures").select("lot", "counted_in").rows()
    assert sorted(counted) == [("all", None), ("first", "order"), ("second", "order")]


def test_each_lot_has_its_own_chip(world):
    claims = [
        order(lot="a", chip="ascend-910b", ordered=100),
        order(lot="b", chip="h20", ordered=200),
    ]
    world.page("reuters.com", *claims)
    assert world.row("deals", "order")["chips"] == ["ascend-910b", "h20"]
    figures = world.table("deal_figures").select("lot", "product_id").rows()
    assert sorted(figures) == [("a", "ascend-910b"), ("b", "h20")]


def test_one_order_in_chips_and_in_servers_counts_once(world):
    world.page("reuters.com", order(ordered=800), order(ordered="100 servers"))
    assert world.row("deals", "order")["ordered"] == 800
    rows = world.table("deal_figures").select("unit", "counted_in").rows()
    assert sorted(rows) == [("chip", None), ("server", "order")]


def test_a_flow_in_two_years_is_two_figures(world):
    world.add("deals", "order", make_deal(kind="shipment_estimate"))
    world.page("reuters.com", order(delivered=100, during=2024), order(delivered=300, during=2025))
    keys = world.table("deal_figures")["figure_id"].to_list()
    assert keys == [
        "order/all/delivered/chip/-/says/2024",
        "order/all/delivered/chip/-/says/2025",
    ]


def test_a_part_and_the_same_hardware_count_in_the_deal_that_holds_them(world):
    world.add("deals", "part", make_deal(part_of="order"))
    world.add("deals", "resale", make_deal(same_hardware_as="order"))
    world.add("deals", "new", make_deal(replaces=["order"]))
    for deal in ("order", "part", "resale"):
        world.page("reuters.com", {"deal": deal, "ordered": 100})
    counted = dict(world.table("deals").select("deal_id", "counted_in").rows())
    assert counted == {"order": None, "part": "order", "resale": "order"}
    world.page("engadget.com", {"deal": "new", "ordered": 100})
    assert world.row("deals", "order")["counted_in"] == "new"


def test_a_deal_that_is_no_transaction_counts_nowhere(world):
    world.add("deals", "order", make_deal(kind="deployment"))
    world.page("reuters.com", order(installed=100))
    assert world.row("deals", "order")["counted_in"] == "not_a_transaction"
    assert world.row("deals", "order")["transaction"] is False


def test_money_is_converted_at_the_rate_of_the_day_of_publication(world):
    world.page("reuters.com", order(value="1B EUR"), published="2024-09-28")  # a Saturday
    deal = world.row("deals", "order")
    assert (deal["value"], deal["currency"]) == (1e9, "EUR")
    assert deal["value_usd"] == 1_115_800_000  # the bank's rate of Friday: 1.1158


def test_money_without_a_rate_or_a_day_is_not_converted(world):
    world.page("reuters.com", order(value="1B TWD"), published="2024-09-27")
    world.page("engadget.com", order(firm_value="1B EUR"))
    assert world.row("deals", "order")["value_usd"] is None
    assert world.row("deal_figures", "order/all/firm_value/EUR/-/says")["usd"] is None


def test_two_measurers_of_one_time_are_two_observations_that_know_each_other(world):
    metric = {"product": "doubao", "metric": "mau", "as_of": "2025-08"}
    world.page("questmobile.com.cn", {**metric, "value": "157.4M"}, group="user_metrics")
    world.page("bytedance.com", {**metric, "value": "170M"}, group="user_metrics")
    rows = world.table("user_metrics").select("metric_id", "measured_by", "also_measured").rows()
    assert rows == [
        ("doubao/mau/-/-/-/-/-/bytedance/2025-08", "bytedance", ["questmobile"]),
        ("doubao/mau/-/-/-/-/-/questmobile/2025-08", "questmobile", ["bytedance"]),
    ]
    elsewhere = {**metric, "value": "2M", "region": "KR"}
    world.page("questmobile.com.cn", elsewhere, group="user_metrics")
    others = dict(world.table("user_metrics").select("metric_id", "also_measured").rows())
    assert others["doubao/mau/-/-/-/-/KR/questmobile/2025-08"] == []
    assert others["doubao/mau/-/-/-/-/-/bytedance/2025-08"] == ["questmobile"]


def test_what_a_maker_measures_of_its_own_is_official(world):
    metric = {"product": "doubao", "metric": "mau", "as_of": "2025-08"}
    world.page("questmobile.com.cn", {**metric, "value": "157.4M"}, group="user_metrics")
    world.page("bytedance.com", {**metric, "value": "170M"}, group="user_metrics")
    official = dict(world.table("user_metrics").select("measured_by", "official").rows())
    assert official == {"bytedance": True, "questmobile": False}


def test_launch_days_one_day_apart_are_no_conflict_and_two_are(world):
    event = {"product": "doubao", "event": "released"}
    world.page("reuters.com", {**event, "date": "2024-05-14"}, group="launches")
    world.page("engadget.com", {**event, "date": "2024-05-15"}, group="launches")
    key = "doubao/released/-/says"
    assert world.row("launches", key)["conflicts"] == []
    world.page("alibaba.com", {**event, "date": "2024-05-17"}, group="launches")
    assert world.row("launches", key)["conflicts"] == ["date"]


def test_a_comparison_keeps_its_result(world):
    claim = {"chip": "ascend-910b", "than": "h20", "aspect": "performance", "result": "better"}
    world.page("reuters.com", claim, group="comparisons")
    row = world.row("comparisons", "ascend-910b/h20/performance")
    assert (row["chip_id"], row["than_chip_id"], row["result"]) == ("ascend-910b", "h20", "better")


def test_a_specification_keeps_its_conditions_and_unit(world):
    claims = [
        {"chip": "h20", "spec": "compute", "value": "148 TFLOPS", "precision": "bf16"},
        {"chip": "h20", "spec": "process", "text": "TSMC 4N"},
    ]
    world.page("reuters.com", *claims, group="chip_specs")
    compute = world.row("chip_specs", "h20/compute/bf16/-/-/-")
    assert (compute["value"], compute["unit"], compute["precision"]) == (148, "TFLOPS", "bf16")
    assert world.row("chip_specs", "h20/process/-/-/-/-")["value_as_stated"] == "TSMC 4N"


def test_a_page_that_names_nobody_cannot_cancel_a_deal(world):
    world.page("reuters.com", order(ordered=100))
    world.page("nobody.com", order(stage="cancelled", date="2026-05"))
    deal = world.row("deals", "order")
    assert (deal["stage"], deal["counted_in"], deal["publisher"]) == ("ordered", None, "reuters")


def test_a_page_that_names_nobody_displaces_no_headline_in_another_unit_or_lot(world):
    world.page("reuters.com", order(ordered="100 servers", lot="first", chip="h20"))
    world.page("nobody.com", order(ordered=90000), order(lot="second", chip="ascend-910b"))
    deal = world.row("deals", "order")
    assert (deal["ordered"], deal["unit"], deal["chips"]) == (100, "server", ["h20"])
    counted = world.table("deal_figures").select("unit", "weak", "counted_in").rows()
    assert sorted(counted) == [("chip", True, "order"), ("server", False, None)]


def test_a_sum_of_lots_is_no_firmer_than_its_lots(world):
    world.page("reuters.com", order(lot="a", ordered="about 5000"), order(lot="b", ordered=1000))
    deal = world.row("deals", "order")
    assert (deal["ordered"], deal["ordered_qualifier"]) == (6000, "about")
    assert (deal["ordered_low"], deal["ordered_high"]) == (None, None)


def test_a_single_lot_is_the_headline_as_it_is_stated(world):
    world.page("reuters.com", order(lot="a", ordered="nearly 5000"))
    deal = world.row("deals", "order")
    assert (deal["ordered"], deal["ordered_high"], deal["ordered_low"]) == (5000, 5000, None)
    assert (deal["ordered_qualifier"], deal["ordered_as_stated"]) == ("nearly", "nearly 5000")


def test_lots_in_two_currencies_all_count_and_have_no_common_headline(world):
    claims = [order(lot="a", value="1B USD"), order(lot="b", value="2B EUR")]
    world.page("reuters.com", *claims, published="2024-09-27")
    assert world.row("deals", "order")["value"] is None
    figures = world.table("deal_figures")
    assert figures["counted_in"].to_list() == [None, None]
    assert figures["usd"].sum() == 1e9 + 2 * 1_115_800_000


def test_a_purchase_under_a_programme_counts_itself(world):
    world.add("deals", "programme", make_deal(kind="national_programme"))
    world.add("deals", "order", make_deal(part_of="programme"))
    world.page("reuters.com", order(value="1B USD"), {"deal": "programme", "value": "9B USD"})
    assert world.row("deals", "order")["counted_in"] is None
    assert world.row("deals", "programme")["counted_in"] == "not_a_transaction"


def test_a_deal_of_which_nobody_tells_is_absent_and_named_by_no_relation(world):
    world.add("deals", "silent", make_deal())
    world.add("deals", "order", make_deal(part_of="silent", related=["silent"]))
    world.page("reuters.com", order(ordered=5))
    deal = world.row("deals", "order")
    assert (deal["part_of"], deal["related"], deal["counted_in"]) == (None, [], None)


def test_a_denial_of_an_observation_holds_for_whatever_it_does_not_tell_apart(world):
    metric = {"product": "doubao", "metric": "mau", "as_of": "2025-08", "region": "CN"}
    world.page("questmobile.com.cn", {**metric, "value": "157M"}, group="user_metrics")
    denial = {"product": "doubao", "metric": "mau", "stance": "denies", "denies": ["value"]}
    world.page("bytedance.com", denial, group="user_metrics")
    key = "doubao/mau/-/-/-/-/CN/questmobile/2025-08"
    assert world.row("user_metrics", key)["disputed"] == ["value"]
    world.page("huawei.com", {**denial, "region": "US"}, group="user_metrics")
    assert world.row("user_metrics", key)["n_denials"] == 1


def test_a_denial_of_one_lot_is_not_taken_back_by_a_word_on_another(world):
    world.page("reuters.com", order(lot="a", ordered=5), order(lot="b", ordered=7))
    denial = order(lot="a", stance="denies", denies=["ordered"])
    world.page("huawei.com", denial, published="2026-01-02")
    world.page("huawei.com", order(lot="b", ordered=7), published="2026-02-01")
    assert world.row("deal_figures", "order/a/ordered/chip/-/says")["n_denials"] == 1
    assert world.row("deal_figures", "order/b/ordered/chip/-/says")["n_denials"] == 0
    world.page("huawei.com", order(lot="a", ordered=5), published="2026-03-01")
    assert world.row("deal_figures", "order/a/ordered/chip/-/says")["n_denials"] == 0


def test_a_deal_that_is_only_expected_keeps_its_chip(world):
    world.page("reuters.com", order(stance="expects", chip="h20", ordered=500))
    deal = world.row("deals", "order")
    assert (deal["chips"], deal["ordered"], deal["stage"]) == (["h20"], None, None)


def test_what_is_expected_differently_casts_no_doubt_on_what_is_said(world):
    world.page("reuters.com", order(ordered=500), order(stance="expects", ordered=1000))
    world.page("engadget.com", order(stance="expects", ordered=9000))
    assert world.row("deals", "order")["conflicts"] == []
    expected = world.row("deal_figures", "order/all/ordered/chip/-/expects")
    assert expected["conflicts"] == ["ordered"]


def test_one_billion_and_two_billion_are_a_conflict(world):
    world.page("reuters.com", order(value="1B USD"))
    world.page("engadget.com", order(value="2B USD"))
    assert world.row("deals", "order")["conflicts"] == ["value"]


def test_an_id_that_ends_in_others_leaves_no_list_open(world):
    world.add("organizations", "lehman-brothers", make_organization())
    world.page("reuters.com", order(buyers=["lehman-brothers"]))
    world.page("engadget.com", order(buyers=["alibaba"]))
    assert world.row("deals", "order")["conflicts"] == ["buyers"]


def test_of_an_event_a_claim_that_gives_its_day_comes_before_those_that_do_not(world):
    signed = {"stage": "signed"}
    world.page("huawei.com", order(**signed))
    world.page("reuters.com", order(**signed), identifier="a-page")
    world.page("relay.example.com", order(**signed, date="2024-05", according_to=["reuters"]))
    event = world.row("deal_events", "order/signed/says")
    assert (event["date"], event["origin"], event["n_origins"]) == ("2024-05", "reuters", 2)
    assert event["conflicts"] == []


def test_of_the_days_that_one_origin_is_said_to_give_the_one_most_printed_is_shown(world):
    for publisher, day in (
        ("a.com", "2024-05-01"),
        ("b.com", "2024-06-01"),
        ("c.com", "2024-06-01"),
    ):
        claim = order(stage="signed", date=day, according_to=["reuters"])
        world.page(publisher, claim)
    assert world.row("deals", "order")["date"] == "2024-06-01"


def test_a_standing_price_is_a_row_in_each_currency(world):
    standing = {"product": "doubao", "event": "available", "region": "DE"}
    prices = [{**standing, "price": f"{price} per month"} for price in ("20 USD", "19 EUR")]
    world.page("reuters.com", *prices, group="launches")
    rows = world.table("launches").select("launch_id", "version", "price", "currency").rows()
    assert rows == [
        ("doubao/available/DE/says/-/EUR/month", None, 19, "EUR"),
        ("doubao/available/DE/says/-/USD/month", None, 20, "USD"),
    ]


def test_prices_that_follow_each_other_are_rows_of_their_own(world):
    cut = {"product": "doubao", "event": "price_change", "version": "Pro"}
    first = {**cut, "date": "2025-02", "price": "2 USD per million input tokens"}
    then = {**cut, "date": "2025-09", "price": "0.5 USD per million input tokens"}
    world.page("reuters.com", first, then, group="launches")
    rows = world.table("launches").select("launch_id", "version", "date", "conflicts").rows()
    assert rows == [
        ("doubao/price_change/-/says/Pro/USD/million_input_tokens/0.5", "Pro", "2025-09", []),
        ("doubao/price_change/-/says/Pro/USD/million_input_tokens/2", "Pro", "2025-02", []),
    ]


def test_undated_observations_are_one_where_their_number_is(world):
    metric = {"product": "doubao", "metric": "mau"}
    world.page("reuters.com", {**metric, "value": "more than 10M"}, group="user_metrics")
    world.page("engadget.com", {**metric, "value": "345M"}, group="user_metrics")
    world.page("alibaba.com", {**metric, "value": "345M"}, group="user_metrics")
    rows = world.table("user_metrics").select("metric_id", "value", "n_origins", "conflicts").rows()
    assert rows == [
        ("doubao/mau/-/-/-/-/-/unnamed/undated-10000000", None, 1, []),
        ("doubao/mau/-/-/-/-/-/unnamed/undated-345000000", 345e6, 2, []),
    ]


def test_what_an_observation_is_expected_to_be_stays_a_claim_that_wins_nothing(world):
    metric = {"product": "doubao", "metric": "mau", "as_of": "2027", "value": "1B"}
    world.page("reuters.com", {**metric, "stance": "expects"}, group="user_metrics")
    built = world.build()
    assert built.tables["user_metrics"].is_empty()
    assert built.tables["claims"]["wins"].to_list() == [False]
