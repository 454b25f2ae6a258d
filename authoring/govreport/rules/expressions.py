"""The words that steer the reading of a sentence, as regular expressions."""

import re
from functools import cache

from govreport.rules.counts import CHINESE, COUNT
from govreport.rules.pattern import Pattern
from govreport.rules.quantities import Quantity, for_year, load_vocabulary

ON_APPLICATIONS, ON_SUPERVISION = "依申请公开", "监督保障"
COMPARED = (
    r"(?:较|比|与|同|和)(?:于|起)?(?:上年度?|去年|上一年度?|往年|20\d\d年度?)(?!结转)(?:同期)?(?:相比|比较|的)?"
    r"|同比|环比|上升|下降|增长|增加|减少|增幅|降幅|多出"
)
OTHER_TIME = (
    r"20\d\d年?度?(?:至|到|—|-|~|～)20\d\d年|(?:自|从)?(?:20\d\d年|条例|《?＿+》?|施行|实施|成立|开展)[^，。；]{0,8}以来|历年|近[三五十两几]年|[三五两几]年来"
    r"|[一二三四]季度|[上下]半年|(?<!年)(?<!\d)(?!12月[底末])\d{1,2}月(?!\d{1,2}日)|(?<=年)(?:1[01]|[1-9])月(?!\d{1,2}日)"
)
OTHER_SCOPE = (
    r"各(?:县|市|区|镇|乡|街道|部门|单位|地|级|科室|有关|相关|直属)|所属|下属|直属|"
    r"(?:局|镇|厅|委|县|市|区|乡|处)机关|机关本级|[县市区省州]?本级|[县市区]直|其他(?:部门|单位|乡镇|街道)|某(?:局|镇|乡|街道|部门|单位|科)|全[省市州县区镇乡][^，。；]{0,6}系统"
    r"|(?:通过|以|采取|经由)(?![^，。；\d]{2,24}等(?:多种|各种|各类)?(?:渠道|方式|途径|平台))[^，。；\d]{2,24}(?:渠道|方式|系统|平台|网站|邮寄|信函|邮件|现场|当面|窗口|邮政|传真|信箱)|在?\d+个(?:工作日)?[^，。；]{0,4}(?:内|答复)|(?:现场|当面|网上|线上(?!、)|线下|邮寄|电子邮件|邮箱|电话|短信|信函)(?:受理|收到|接收|答复|回复|领取)|其中因|属性|补正期|补正后受理|县（[市区、]+）|隶属|分局|层面|领域|收录|援助|协助|代理|党政规范性|[县市]级部门|(?<!结)转办"
)
UNIT = (
    r"[\u4e00-\u9fff]{0,12}?(?:局|委|委员会|办|办公室|镇|乡|街道|办事处|中心|大队|支队|分局|所|站|院|公司|学校|科|处|政府)"
    r"(?=(?:本年度?|全年|今年|20\d\d年度?)?(?:共计?|累计|一共|总共)?(?:作为[^，。；\d]{2,8}|集中|承办)?"
    r"(?:收到|接到|受理|新收|办理|办结|答复|作出|制发|制定|发生|未|予以|不予|部分|无法|结转|上年|去年|承接|承办|牵头|分别|涉|因|作|按|其他|有(?=\d)))"
)
OWN = Pattern(r"(?:我|本|该|全)[^，]?(?:单位|机关|市|县|区|镇|乡|街道|局|委|办|厅|中心)?$|^.?(?:机关|单位)$")
DENIED_OUTCOME = Pattern(r"^[^，。；]{0,12}?(?:被?纠正|纠错|败诉|撤销|违法|维持|改判)")
PUBLISHED = Pattern(r"(?:公开|公示|公布|发布|上传|归集|录入|推送|报送)[^，。；、]{0,24}$")
PIECES = "条篇期幅"
OLD_APART = Pattern(
    r"(?:上年|上一年|去年|20\d\d年)度?[^，；。\d]{0,4}结转(?!下|至|到|20)[^，；。\d]{0,12}(?P<old>\d+)[件份条起宗][^，；。\d]{0,6}"
    r"[，：（](?:其中|已经?|均|，)*(?:(?P<first>\d+)[件份条起宗])?[^，；。\d]{0,4}(?:公开|提供|处理|办结|答复)"
    r"(?(first)|[^，；。\d]{0,4}(?P<last>\d+)[件份条起宗])"
)
"""Applications carried over, and then how those ended."""
ALL_HANDLED = Pattern(
    r"(?:均|全部|都|全数)(?:已|按期限|已经|按时|按期|依法|依规|及时|规范|予以|进行|得到|做出|作出|了|圆满|妥善|严格"
    r"|在[^，。；]{0,12}?内|按照?[^，。；]{0,8}?(?:规定|要求|时限|期限))*"
    r"(?:答复办结|办结|答复|办理完[毕结成]?|办完|回复|处理完毕)"
    r"|(?:办结|答复|按时办结|按期办结|按时答复|按期答复|办理|回复)率(?:均)?(?:达到?|为|保持|是)?(?:了)?100%"
)
ANY_LEFT = Pattern("其余|除|尚|到期|正在")
OR_CARRIED = Pattern("[或和及与、并]")
TAIL_LEAD = Pattern(
    r"(?:的|，)?(?:已经?|均|为|属于|属|因|系|是|被|由于|依法|依规|按规定?|按时|按期|结果|决定|经审查|全部){0,4}"
)
SUMMED_UP = Pattern(r"(?:合计|总计|全年共|[两三四]项共)[^，。；]{0,8}\d")
OUTCOME_OF_ALL = Pattern(
    r"[^，。；\d]{0,6}，?(?:法院|复议机关|人民法院)?(?:审理|复议|判决)?(?:结果)?(?:目前|现)?(?:均|都|全部)?(?:为|被|获得?|判决|裁定|予以|是|已)*(?=维持|纠正|撤销|确认违法|其他|尚|正在审理|未审结)"
)
NOTHING_OF_ITS_OWN = Pattern(
    r"(?:全年|本年度?|今年|20\d\d年度?|共计?|合计|总计|一共|总共|其中|计|为|有|约|数量|总数|总量|的|是|达|[我本全][^，]{0,3})*"
)
ROUGHLY = Pattern(r"(?:近|约|大约|超过|突破|超|逾|达到?)$")
NOT_APPLICATIONS = (
    "的申请人",
    "单位",
    "部门",
    "乡镇",
    "镇",
    "街道",
    "村",
    "社区",
    "小组",
    "栏目",
    "专栏",
    "平台",
    "网站",
)
SAID_ABOVE = ("上述", "以上", "这")
AS_A_REVIEWER = Pattern(r"(?:收到|受理|接收|办理|审理|审结)[^，。；]{0,6}行政?复议")
LEFT = Pattern(r"(?:剩余|尚有|还有|其余|仍有|另有|[，；]余)(?:的)?$")
RECEIVED = Pattern("新?收到|新收|接到|接收到?|受理")
OBJECT = Pattern(
    r"(?:依申请公开(?:信件|办件|案件)|政府|政务|信息|公开|依申请|申请公开|申请|事项|件|表|的|共计?|累计|了|各类|各种|社会|群众|公众|公民|法人|自然人|企业|个人|组织|机构"
    r"|和|或者?|及|、|与|其他|其它|非法人|提出|提交|递交|书面|有效|办理|处理|并|答复|登记|办结|回复|人|总|数量|总量|合计|总计|为|是|达|约|近"
    r"|全年|本年度?|今年|20\d\d年度?|新增|，|：|[我本全][^，]{1,2})*$"
)
BY_ANOTHER = Pattern(
    "(?:的)?(?:申请)?(?:均)?(?:由|为|系|属于?|归)[^，。；]{0,10}(?:局|镇|乡|街道|部门|委|单位|中心|办)"
)
CHANGES = Pattern("(?:调整|增加|减少|上升|下降|增|减|降)(?:为|至|到)")
NOT_ONE = Pattern("(?:未|没有|无)[^，。；]{0,4}$")
SOME = Pattern("(?:涉及|关于|有关)[^，。；、]{1,12}$|(?<!申请)(?<!公开)(?<!提供)(?<!处理)类(?:申请)?$")
PART_OF = Pattern("(?:申请|件)(?:当?中|里)(?:，|有|其中)*$")
AMONG = Pattern(r"(?:申请|件)?(?:中|里|，其中|[，（](?:均|都|系|为|主要|包括|即|分别)|，已|：|（)")
CARRIED = "度?(?:的|末|底)?(?:尚?未(?:办结|完成|答复)的?、?)?(?:结转|转入|转来)"
TURNED_ROUND = Pattern("转结(?=[上下自至到入]|20\\d\\d年|政府|申请|件|\\d)")
"""A slip for 结转."""
AND, AND_MORE = ("和", "及", "与", "、", "以及"), Pattern("等[^，；：\\d]{0,16}$")
AND_THE_OTHER = Pattern(r"[，、和及][^，。；、\d]{0,8}(?:复议|诉讼)[^，。；、\d]{0,4}\d+[件起宗](?=，?[均都全])")
BY_LEVEL = Pattern("[；，]部门(?:共计?|新)*(?:收到|收|受理|办理)")
"""The agency and its departments, one after the other."""
AMONG_THEM = Pattern(r"[，（]其中[^，。；\d]{0,8}信息公开")
SAYS_SOMETHING = Pattern("[未无没零均全都率一二两三四五六七八九十百]|不存在")
"""What a sentence without digits must hold to count, deny or claim anything."""
PART = Pattern(r"(?:^|[，：（])(?:其中|另)?(?:有|的)?$")
TAIL = Pattern(r"[^，。；：、（）\d]{0,18}")
JOINED = Pattern(r"(?:案件|事项|申请|和|及|与|或|以及|暨|、|提起|引起|引发|发生|的|者)*")


@cache
def marks(year: int) -> re.Pattern[str]:
    """Return the expression for what steers the reading: counts, topics, times, scopes, breaks."""
    groups = [("count", without_names(COUNT)), ("chinese", without_names(CHINESE)), ("compared", COMPARED)]
    groups += [
        ("elsewhen", rf"(?!{year}年以来)(?:{OTHER_TIME})"),
        ("year", _other_year(year)),
        ("this", r"今年|本年度?|全年|当年"),
    ]
    groups += [("last", rf"(?<!结转)(?:去年|上年|上一年|往年|同期|前年)(?!{CARRIED})")]
    groups += [("scope", OTHER_SCOPE), ("unit", UNIT), ("late", _late())]
    groups += [(f"t_{key}", words) for key, words in load_vocabulary().topics.items()]
    groups += [("respective", "分别"), ("break", "[；。]"), ("comma", "[，：]")]
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in groups))


def _other_year(year: int) -> str:
    """Years, but those that only say from which year applications came over, or to which they go."""
    return rf"(?!{year - 1}年{CARRIED})(?!(?<=转|延){year + 1}年)(?!(?<=[转延][至到入]){year + 1}年)20\d\d(?=年)"


def without_names(pattern: Pattern) -> str:
    """Return an expression without the names of its groups."""
    return re.sub(r"\?P<\w+>", "?:", pattern.pattern)


def _late() -> str:
    """Words on litigation that hold the word of another topic."""
    quantities = load_vocabulary().quantities
    return "|".join(quantities[key].words for key in ("litigation_direct", "litigation_after"))


@cache
def verbs(topic: str, year: int) -> re.Pattern[str]:
    """Return the expression for the words that say what is counted of a topic; `q_`, `o_`, `c_`."""
    words = load_vocabulary()
    groups = [(f"q_{q.key}", q.words) for q in words.quantities.values() if q.topic == topic and q.words]
    if topic in ("review", "litigation"):
        groups += [(f"o_{key}", pattern) for key, pattern in words.outcomes.items()]
    if topic == "applications":
        groups += [(f"c_{key}", pattern) for key, (pattern, _) in words.columns.items()]
    groups.append(("comma", "[，：；]"))
    return re.compile("|".join(f"(?P<{name}>{for_year(pattern, year)})" for name, pattern in groups))


@cache
def denials(year: int) -> tuple[tuple[Quantity, Pattern], ...]:
    """Return the quantities that can be denied, with the expression for that."""
    return tuple((q, Pattern(for_year(q.zero, year))) for q in load_vocabulary().quantities.values() if q.zero)
