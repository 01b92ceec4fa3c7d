"""Numbers are found in every usual writing, and never inside another number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_chip_deals.raw.numerals import located, numbers_in, occurs

WRITINGS = {
    "digits": [
        ("2024", 2024),
        ("100,000", 100_000),
        ("100.000", 100_000),
        ("100.000", 100),
        ("100 000", 100_000),
        ("100\u00a0000", 100_000),
        ("100\u2009000", 100_000),
        ("100'000", 100_000),
        ("100’000", 100_000),
        ("1,00,000", 100_000),
        ("12,50,000", 1_250_000),
        ("16.5", 16.5),
        ("16,5", 16.5),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1 234,5", 1234.5),
        ("100,000,", 100_000),
        ("60%", 60),
        ("60 per cent", 60),
        ("１００", 100),
        ("٥٠", 50),
        ("५०", 50),
    ],
    "suffixes": [
        ("100k", 100_000),
        ("100K GPUs", 100_000),
        ("9.7B", 9.7e9),
        ("$9.7bn", 9.7e9),
        ("9.7 b", 9.7e9),
        ("9.7 b", 9.7),
        ("1.2M", 1.2e6),
        ("3mn", 3e6),
        ("3m", 3e6),
        ("2T", 2e12),
        ("US$2tn", 2e12),
        ("500 M€", 5e8),
        ("100k枚", 100_000),
        ("910B", 910),
        ("RMB100 million", 1e8),
        ("Rs500 crore", 5e9),
    ],
    "English": [
        ("5 hundred", 500),
        ("100 thousand", 100_000),
        ("9.7 billion", 9.7e9),
        ("a 9.7-billion-dollar deal", 9.7e9),
        ("1.5 Trillion", 1.5e12),
        ("3 lakhs", 300_000),
        ("2 lakh crore", 2e12),
        ("5 crore", 5e7),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("three dozen", 36),
        ("a hundred thousand", 100_000),
        ("one hundred thousand", 100_000),
        ("thirty thousand", 30_000),
        ("thirty-thousand", 30_000),
        ("one hundred and fifty", 150),
        ("one thousand and fifty", 1050),
        ("TWO MILLION", 2e6),
        ("one million two hundred thousand", 1.2e6),
        ("half a million", 500_000),
        ("half-million", 500_000),
        ("two and a half billion", 2.5e9),
        ("2 and a half billion", 2.5e9),
        ("one point five million", 1.5e6),
        ("half of them", 50),
        ("three-quarters of them", 75),
    ],
    "German": [
        ("100 Tausend", 100_000),
        ("1,5 Millionen", 1.5e6),
        ("2 Mio. Chips", 2e6),
        ("2 Milliarden", 2e9),
        ("2,5 Mrd. Euro", 2.5e9),
        ("3 Billionen", 3e12),
        ("1 Billion", 1e12),
        ("eine halbe Million", 500_000),
        ("hunderttausend", 100_000),
        ("dreißigtausend", 30_000),
        ("zwei Milliarden", 2e9),
    ],
    "French": [
        ("100 mille", 100_000),
        ("cent mille puces", 100_000),
        ("mille puces", 1000),
        ("deux millions", 2e6),
        ("1,5 milliard", 1.5e9),
        ("2 milliards", 2e9),
        ("1,5 Md€", 1.5e9),
    ],
    "Spanish": [
        ("100 mil", 100_000),
        ("cien mil", 100_000),
        ("1 millón", 1e6),
        ("2 millones", 2e6),
        ("5.000 millones", 5e9),
        ("2 mil millones", 2e9),
        ("dos mil millones", 2e9),
        ("2 billones", 2e12),
    ],
    "Portuguese": [
        ("100 mil", 100_000),
        ("1 milhão", 1e6),
        ("2 milhões", 2e6),
        ("2 mi", 2e6),
        ("1 bilhão", 1e9),
        ("2,5 bilhões", 2.5e9),
        ("R$ 5 bi", 5e9),
        ("dois bilhões", 2e9),
    ],
    "Italian": [
        ("100 mila", 100_000),
        ("100mila", 100_000),
        ("centomila", 100_000),
        ("1 milione", 1e6),
        ("2 milioni", 2e6),
        ("1 miliardo", 1e9),
        ("due miliardi", 2e9),
    ],
    "Dutch and Nordic": [
        ("10 duizend", 10_000),
        ("2 miljoen", 2e6),
        ("twee miljard", 2e9),
        ("5 miljoner", 5e6),
        ("5 miljarder", 5e9),
    ],
    "Polish": [
        ("100 tys.", 100_000),
        ("5 mln", 5e6),
        ("5 milionów", 5e6),
        ("5 mld zł", 5e9),
        ("5 mld. zł", 5e9),
        ("2 miliardy", 2e9),
    ],
    "Russian and Ukrainian": [
        ("50 тыс. чипов", 50_000),
        ("50 тысяч", 50_000),
        ("2 тысячи", 2000),
        ("2 млн", 2e6),
        ("2 миллиона", 2e6),
        ("2,5 млрд", 2.5e9),
        ("5 миллиардов", 5e9),
        ("5 мільярдів", 5e9),
    ],
    "Arabic": [
        ("100 ألف", 100_000),
        ("5 آلاف", 5000),
        ("5 ملايين", 5e6),
        ("٥٠ مليون", 5e7),
        ("2 مليار", 2e9),
    ],
    "Hindi": [
        ("5 हजार", 5000),
        ("5 हज़ार", 5000),
        ("५ लाख", 500_000),
        ("5 करोड़", 5e7),
        ("5 लाख करोड़", 5e12),
        ("5 करोड", 5e7),
        ("357 मिलियन", 357e6),
        ("14.5 కోట్ల", 145e6),
        ("400 miljoonaa", 400e6),
        ("5 अरब", 5e9),
    ],
    "Indonesian and Malay": [
        ("100 ribu", 100_000),
        ("5 juta", 5e6),
        ("1,5 miliar", 1.5e9),
        ("1,5 triliun", 1.5e12),
    ],
    "Vietnamese": [
        ("100 nghìn", 100_000),
        ("100 ngàn", 100_000),
        ("5 triệu", 5e6),
        ("5 tỷ", 5e9),
    ],
    "Turkish": [
        ("100 bin", 100_000),
        ("5 milyon", 5e6),
        ("5 milyar dolarlık", 5e9),
    ],
    "Chinese, Japanese and Korean": [
        ("10万块", 100_000),
        ("10 萬", 100_000),
        ("１０万", 100_000),
        ("1億", 1e8),
        ("1.2亿", 1.2e8),
        ("1.2万亿", 1.2e12),
        ("3조", 3e12),
        ("5만개", 50_000),
        ("2억", 2e8),
        ("3천억", 3e11),
        ("백만", 1e6),
        ("1億2000万", 1.2e8),
        ("1억2000만", 1.2e8),
        ("1억 2000만", 1.2e8),
        ("9천700만 명", 97e6),
        ("1억2천만", 1.2e8),
        ("1000여만", 1e7),
        ("3兆5000億", 3.5e12),
        ("1万5000枚", 15_000),
        ("十万", 100_000),
        ("三万", 30_000),
        ("两万", 20_000),
        ("百万", 1e6),
        ("3千", 3000),
        ("一千二百万", 1.2e7),
        ("二〇二四年", 2024),
        ("100百万円", 1e8),
        ("100兆瓦", 100),
        ("50万千瓦", 500_000),
        ("一半", 50),
    ],
    "ranges": [
        ("40 to 50 billion", 4e10),
        ("40 to 50 billion", 5e10),
        ("between 1 and 2 million", 1e6),
        ("3-4 million", 3e6),
        ("3–4 million", 4e6),
        ("two or three billion", 2e9),
        ("10万至20万", 100_000),
        ("10至20万", 100_000),
        ("10~20万", 200_000),
        ("US$2-3bn", 2e9),
        ("$2 to $3 billion", 2e9),
        ("US$2 to US$3 billion", 2e9),
        ("от 2 до 3 млрд", 2e9),
    ],
}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(text, number, id=f"{language}: {text} = {number}")
        for language, writings in WRITINGS.items()
        for text, number in writings
    ],
)
def test_a_number_is_found_in_every_usual_writing(text, number):
    assert occurs(number, text)
    assert occurs(number, f"({text.lower()})")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("100,000", 100),
        ("100,000", 0),
        ("100 000", 100),
        ("1,00,000", 1),
        ("9.7 billion", 9.7),
        ("9.7 billion", 9.7e12),
        ("5 thousand", 1000),
        ("two million", 1e6),
        ("dos mil millones", 1e6),
        ("half a million", 1e6),
        ("3 Billionen", 3e9),
        ("2000万", 2000),
        ("1億2000万", 1e8),
        ("50 тыс.", 50),
        ("2 lakh crore", 2e7),
        ("H100 and GB200", 100),
        ("H100 and GB200", 200),
        ("Qwen2.5-7B", 5),
        ("100 kW", 100_000),
        ("100 B200", 1e11),
        ("2024 30 000", 202_430_000),
        ("百度", 100),
        ("on behalf of", 50),
        ("半导体", 50),
    ],
)
def test_a_part_of_a_number_or_of_a_name_is_not_a_number(text, number):
    assert not occurs(number, text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", set()),
        ("no figure here", set()),
        ("in 2024 30 000 chips", {2024, 30_000}),
        ("in May 16 500 chips", {16, 500, 16_500}),
        ("12 100,000", {12, 100_000}),
        ("120 H100 in 2024", {120, 2024}),
        ("GPU12万個とH100", {120_000}),
        ("released 1.2.3", {1, 2, 3}),
        ("a deal of $5 billion 10,000 chips", {5e9, 10_000, 5_000_010_000}),
    ],
)
def test_neighbouring_numbers_are_told_apart(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    "text", ["\ud800", "😀 5", "9" * 400, "9" * 5000, "一" * 50, "1,1," * 500, "\0"]
)
def test_odd_text_yields_finite_numbers(text):
    assert all(map(math.isfinite, numbers_in(text)))


integers = st.integers(0, 10**13)


@given(integers, st.sampled_from(["{:,}", "{:_}", "{}"]))
def test_an_integer_is_found_however_its_digits_are_grouped(number, writing):
    assert occurs(number, f"bought {writing.format(number).replace('_', ' ')} chips")


@given(st.integers(1, 10**9))
def test_an_integer_is_found_in_ten_thousands(count):
    assert occurs(count * 10**4, f"采购{count}万块芯片")
    assert occurs(count * 10**4, f"采购{count:,}万块芯片")


@given(st.integers(0, 10**6))
def test_a_decimal_is_found_before_a_scale_word(tenths):
    assert occurs(tenths * 1e8, f"worth ${tenths / 10:.1f} billion")


@given(st.text() | st.text(alphabet="0123456789.,' -一万億kmb"))
def test_any_text_can_be_read(text):
    assert all(map(math.isfinite, numbers_in(text)))


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "40,000 to 50,000 chips", [("40,000 to 50,000", 40_000, 50_000)]),
        ("en", "$1.5 to 2 billion", [("1.5 to 2 billion", 1.5e9, 2e9)]),
        ("en", "5 and 7", [("5", 5, 5), ("7", 7, 7)]),
        ("en", "between 5 and 7", [("5 and 7", 5, 7)]),
        ("en", "12.500 and 12,500", [("12.500", 12.5, 12.5), ("12,500", 12_500, 12_500)]),
        ("de", "12.500 und 12,5", [("12.500", 12_500, 12_500), ("12,5", 12.5, 12.5)]),
        ("en", "two million for RMB70bn", [("2 million", 2e6, 2e6), ("70bn", 7e10, 7e10)]),
        ("zh", "1億2000万至2億", [("1億2000万至2億", 1.2e8, 2e8)]),
        ("en", "H100", []),
    ],
)
def test_a_number_has_its_place_and_its_usual_reading(language, text, found):
    read, numbers = located(text, language)
    assert [(read[one.start : one.end], one.low, one.high) for one in numbers] == found


@given(st.text(alphabet=st.sampled_from("0123456789.,万億k b%$and to "), max_size=40))
def test_places_lie_in_the_text_that_was_read(text):
    read, numbers = located(text)
    assert all(0 <= one.start < one.end <= len(read) for one in numbers)
    assert all(math.isfinite(one.low) and one.low <= one.high for one in numbers)
