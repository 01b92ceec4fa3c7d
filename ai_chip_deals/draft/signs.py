"""The words by which a sentence tells what its figures are, in the scripts that pages come in.

They only pick what a stub proposes; nothing is checked by them.
"""

from __future__ import annotations

from ai_chip_deals.raw.wording import CURRENCY_SIGNS, HEDGE_SIGNS
from ai_chip_deals.vocabulary import Figure, LaunchEvent, Metric, Qualifier, Spec, Unit

_IN_EUROPE = {
    Qualifier.UP_TO: "bis zu|jusqu'à|hasta|até|fino a|hingga",
    Qualifier.AT_LEAST: "mindestens|au moins|al menos|pelo menos|almeno|не менее",
    Qualifier.NEARLY: "fast|presque|casi|quase|quasi|почти",
    Qualifier.MORE_THAN: "mehr als|plus de|más de|mais de|più di|oltre|более|lebih dari",
    Qualifier.LESS_THAN: "weniger als|moins de|menos de|meno di|менее",
    Qualifier.ABOUT: "rund|etwa|environ|circa|cerca de|unos|около|sekitar",
}
_WITHOUT_CAPITALS = {
    Qualifier.UP_TO: "最多|至多|高达|高達|多达|多達|최대|最大|يصل إلى|अधिकतम",
    Qualifier.AT_LEAST: "至少|最少|최소|少なくとも|على الأقل|ما لا يقل عن|कम से कम",
    Qualifier.NEARLY: "近|将近|接近|거의|ほぼ|ما يقرب من|ما يقارب",
    Qualifier.MORE_THAN: "超过|超過|逾|超|多于|أكثر من|يزيد على|تجاوز",
    Qualifier.LESS_THAN: "不到|不足|少于|少於|低于|أقل من",
    Qualifier.ABOUT: "约|約|大约|大約|약|대략|およそ|حوالي|نحو|लगभग|करीब",
}
HEDGES_BEFORE = {
    qualifier: rf"(?<!\w)(?:{HEDGE_SIGNS[qualifier]})\w*(?: than| of| as| by)*(?: an?)?"
    rf"|(?<!\w)(?:{_IN_EUROPE[qualifier]})|(?:{pattern})[为為]?"
    for qualifier, pattern in _WITHOUT_CAPITALS.items()
}
"""What stands right before a figure, in the order in which it is looked for."""

HEDGES_AFTER = {
    Qualifier.AT_LEAST: r"or more\b|以上|이상|على الأقل",
    Qualifier.MORE_THAN: r"\+|余|餘|초과|넘|を超え|से (?:अधिक|ज़्यादा|ज्यादा)",
    Qualifier.LESS_THAN: "未満|未滿|미만|से कम",
    Qualifier.UP_TO: "以下|以内|이하",
    Qualifier.ABOUT: "左右|前後|ほど|程度|가량|안팎",
}
"""What stands within a few characters after it."""

_SPECIFIC_FIRST = ("TWD", "HKD", "USD", "EUR", "GBP", "KRW", "INR", "CNY", "JPY")
CURRENCIES = {code: CURRENCY_SIGNS[code] for code in _SPECIFIC_FIRST}
"""Signs and words of a currency; 元 is looked for after 美元."""

THINGS = {
    "%": r"%|percent|per cent|퍼센트|パーセント|प्रतिशत|في المائة|بالمئة",
    "GW": "gw\\b|gigawatts?|吉瓦|기가와트|ギガワット|جيجاوات|गीगावाट",
    "MW": "mw\\b|megawatts?|兆瓦|메가와트|メガワット|ميجاوات|मेगावाट",
    "GB/s": "gb/s|gbps",
    "TB/s": "tb/s|tbps",
    "GB": r"gb\b|gigabytes?",
    "TB": r"tb\b|terabytes?",
    "TFLOPS": "tflops|teraflops",
    "PFLOPS": "pflops|petaflops",
    "TOPS": r"tops\b",
    "W": r"w\b|watts?\b",
    "nm": r"nm\b|nanometers?|nanometres?|纳米|奈米|나노|ナノ",
    "servers": "servers?|服务器|伺服器|台|서버|サーバー|خادم|خوادم|सर्वर",
    "racks": "racks?|机架|機架|机柜|機櫃|랙|ラック",
    "superchips": "superchips?",
    "cards": r"cards?\b|张|張|카드|カード",
    "wafers": "wafers?|晶圆|晶圓|웨이퍼|ウエハー",
    "systems": r"systems?\b|套",
    "chips": r"(?:ai )?chips?\b|gpus?\b|accelerators?|processors?|units?\b|颗|顆|枚|芯片|晶片|칩|"
    "チップ|رقاقة|رقائق|شريحة|شرائح|चिप|प्रोसेसर",
    "shares": r"shares?\b",
    "tokens": "tokens?|토큰|トークン",
}
"""What is counted, in the words of the amount grammar; the longer of two alike comes first."""

FIGURES = {
    Figure.ORDERED: r"order(?!l)|bought|\bbuy|purchas|订购|訂購|采购|採購|购买|購買|下单|주문|"
    "구매|구입|購入|発注|注文|اشترت|شراء|طلبت|खरीद|ऑर्डर",
    Figure.DELIVERED: "receiv|deliver|shipped|收到|交付|到货|到貨|납품|인도|공급받|納入|納品|"
    "受け取|تسلم|استلم|प्राप्त|डिलीवर",
    Figure.VALUE: "worth|valued|contract|价值|價值|合同|合約|계약|규모|契約|相当|بقيمة|قيمتها|मूल्य|"
    "कीमत|कीमती",
}
"""Verbs and nouns that say what a figure of a deal is."""

METRICS = {
    Metric.MAU: r"monthly (?:active )?users|\bmau|月活|월간|月間|المستخدمين النشطين شهري|मासिक",
    Metric.WAU: r"weekly (?:active )?users|\bwau|周活|週活|주간|週間|أسبوعي|साप्ताहिक",
    Metric.DAU: r"daily (?:active )?users|\bdau|日活|일간|يومي|दैनिक",
    Metric.DOWNLOADS: "download|install|下载|下載|다운로드|ダウンロード|تنزيل|तحميل|डाउनलोड",
    Metric.REGISTERED_USERS: "registered|注册用户|註冊用戶|가입자|登録",
    Metric.PAID_SUBSCRIBERS: "subscriber|paying|付费用户|付費用戶|유료|有料|مشترك|सब्सक्राइबर",
    Metric.DEVELOPERS: "developers|开发者|開發者|개발자|開発者|مطور|डेवलपर",
    Metric.TOKENS: r"\btokens|토큰|トークン",
    Metric.USERS: "users|people|用户|用戶|사용자|이용자|ユーザー|利用者|مستخدم|उपयोगकर्ता|यूजर",
}
"""What is counted of a product's use, the more exact word first."""

EVENTS = {
    LaunchEvent.DISCONTINUED: "discontinu|shut(?:ting)? down|下线|关停|종료|終了|إيقاف",
    LaunchEvent.ANNOUNCED: "announc|unveil|宣布|발표|発表|أعلن|घोषणा",
    LaunchEvent.RELEASED: "launch|releas|roll(?:ed|s|ing)? out|发布|發布|上线|上線|推出|출시|공개|"
    "公開|リリース|提供開始|أطلق|लॉन्च",
}
"""What happened to a product."""

SPECS = {
    Unit.GB: Spec.MEMORY,
    Unit.GB_PER_SECOND: Spec.MEMORY_BANDWIDTH,
    Unit.TFLOPS: Spec.COMPUTE,
    Unit.TOPS: Spec.COMPUTE,
    Unit.WATT: Spec.POWER,
    Unit.NANOMETRE: Spec.PROCESS,
}
"""What a unit specifies of a chip."""

MAGNITUDES = {
    "tens of thousands": "数万|數萬|수만",
    "hundreds of thousands": "数十万|數十萬|수십만",
    "several thousand": "数千(?!万|億|亿|萬)|數千(?!萬|億)|수천(?!만|억)",
    "several million": "数百万|數百萬|수백만",
    "several billion": "数十亿|數十億|수십억",
}
"""Orders of magnitude in scripts in which `Amount.words_in` does not find them."""
