"""Every way the gateway says no to corrections, explanations and orders, to an original, or to a repeated key."""

from services.gateway.problems import Fault, Kind, ProblemError
from shared.report.text import Text

FORBIDDEN, NOT_FOUND, NOT_ACCEPTABLE, CONFLICT, UNPROCESSABLE, DAMAGED = 403, 404, 406, 409, 422, 500

CORRECTION_MISSING = Kind(
    "correction.missing",
    UNPROCESSABLE,
    Text("没有填写任何更正", "No correction was given"),
    Text("表单中没有 cell:单元格 字段，或都是空的。", "The form has no field “cell:…”, or all of them are empty."),
    Text(
        "请为读取存疑的单元格填写原件上印的数字；印作空白的，填“空白”。",
        "For a cell in doubt, enter what the original prints; enter “blank” where it prints nothing.",
    ),
)
CORRECTION_INVALID = Kind(
    "correction.invalid",
    UNPROCESSABLE,
    Text("更正的数字无效", "The corrected value cannot stand there"),
    Text("“{value}”不能填入单元格“{cell}”。", "“{value}” cannot stand in the cell “{cell}”."),
    Text(
        "件数请填不带单位的非负整数，金额请填以万元计的数字；印作空白的，填“空白”。",
        "Enter a whole number without unit, or an amount in 万元; enter “blank” where nothing is printed.",
    ),
)
CELL_UNKNOWN = Kind(
    "cell.unknown",
    UNPROCESSABLE,
    Text("没有这个单元格", "No such cell"),
    Text("年度报告格式中没有单元格“{cell}”。", "No edition of the form has a cell “{cell}”."),
    Text("请使用报告页面上的单元格地址。", "Use the address of the cell as the report's page gives it."),
)
ALREADY_FILED = Kind(
    "submission.already_filed",
    CONFLICT,
    Text("这不是预检稿", "This is not a draft"),
    Text("该报送已是正式报送，无需再次报送。", "This submission has been filed already."),
    Text("需要更正的，请报送新的文件。", "To correct it, file a new file."),
)
ORIGINAL_NOT_SHOWN = Kind(
    "original.not_shown",
    NOT_ACCEPTABLE,
    Text("此原件不能直接显示", "This original is not shown in place"),
    Text("只有网页和文本可以直接显示。", "Only web pages and text are shown in place."),
    Text("请下载原件查看。", "Download the original instead."),
)
ORIGINAL_NOT_DRAWN = Kind(
    "original.not_drawn",
    NOT_ACCEPTABLE,
    Text("此原件不能逐页显示", "This original cannot be drawn page by page"),
    Text("文件不是 PDF 或图片，或无法绘出。", "It is neither a PDF nor a picture, or it cannot be drawn."),
    Text("请下载原件查看。", "Download the original instead."),
)
PAGE_UNKNOWN = Kind(
    "original.page_unknown",
    NOT_FOUND,
    Text("没有这一页", "No such page"),
    Text("原件没有第“{page}”页可显示。", "The original has no page “{page}” that is shown."),
    Text("页数见 /pages。", "/pages says how many there are."),
)
ORIGINAL_DAMAGED = Kind(
    "original.damaged",
    DAMAGED,
    Text("原件与回执不符", "The original is not what was filed"),
    Text(
        "存储中的原件缺失或已损坏，与回执上的摘要不符。",
        "The stored original is missing or damaged: it does not have the digest on its receipt.",
    ),
    Text("请联系运维人员从备份恢复。", "Tell the operator, who can restore it from a backup."),
)

FINDING_INVALID = Kind(
    "finding.invalid",
    UNPROCESSABLE,
    Text("所指问题不完整", "The finding is not named in full"),
    Text("“{field}”缺失或无效。", "“{field}” is missing or invalid."),
    Text("请从报告页面上的问题处提交。", "Use the form beside the finding on the report's page."),
)
DRAFT_NOT_DISCUSSED = Kind(
    "finding.draft",
    CONFLICT,
    Text("预检稿不办理说明和整改", "A draft is not explained or sent back"),
    Text("“{id}”是预检稿，尚未正式报送。", "“{id}” is a draft and has not been filed."),
    Text("请在正式报送后办理。", "File it first."),
)
EXPLANATION_LENGTH = Kind(
    "explanation.length",
    UNPROCESSABLE,
    Text("说明过短或过长", "The explanation is too short or too long"),
    Text("说明应为 {least} 至 {most} 字。", "An explanation has {least} to {most} characters."),
    Text("请写明原因和依据。", "State the reason and what it rests on."),
)
WAIVER_STANDING = Kind(
    "waiver.standing",
    CONFLICT,
    Text("该问题已有说明", "The finding is explained already"),
    Text(
        "同一问题已有待审核或已采纳的说明。",
        "An explanation of the same finding is waiting for a decision or has been accepted.",
    ),
    Text("请等待审核，或先撤回原说明。", "Wait for the decision, or withdraw the explanation first."),
)
WAIVER_UNKNOWN = Kind(
    "waiver.unknown",
    NOT_FOUND,
    Text("没有这份说明", "No such explanation"),
    Text("没有编号为“{id}”的说明。", "There is no explanation with the id “{id}”."),
    Text("请核对编号。", "Check the id."),
)
WAIVER_OVER = Kind(
    "waiver.over",
    CONFLICT,
    Text("说明已办结", "The explanation has been dealt with"),
    Text("该说明目前为“{state}”，不能再作此处理。", "The explanation is “{state}”, which rules this out."),
    Text("需要时请重新提交说明。", "Explain the finding anew if need be."),
)
WAIVER_OWN = Kind(
    "waiver.own",
    FORBIDDEN,
    Text("不能审核自己提交的说明", "Nobody decides about their own explanation"),
    Text("提交说明与审核说明应为不同账号。", "Who explains and who decides must be different accounts."),
    Text("请由另一名工作人员审核。", "Have somebody else decide."),
)
DECISION_INVALID = Kind(
    "decision.invalid",
    UNPROCESSABLE,
    Text("没有作出决定", "No decision was made"),
    Text("decision 应为 accepted 或 refused。", "“decision” is accepted or refused."),
    Text("请选择采纳或不予采纳。", "Choose one of the two."),
)
UNTIL_INVALID = Kind(
    "until.invalid",
    UNPROCESSABLE,
    Text("有效期无效", "The last day is not possible"),
    Text(
        "采纳说明须注明有效期，应在 {first} 至 {last} 之间。",
        "An accepted explanation holds until a day from {first} to {last}.",
    ),
    Text("请按 2026-12-31 的格式填写。", "Write the day like 2026-12-31."),
)
WORDS_LENGTH = Kind(
    "words.length",
    UNPROCESSABLE,
    Text("文字过短或过长", "The words are too few or too many"),
    Text("“{field}”应为 {least} 至 {most} 字。", "“{field}” has {least} to {most} characters."),
    Text("请补充或精简后重新提交。", "Say more, or less, and send it again."),
)
ITEMS_INVALID = Kind(
    "items.invalid",
    UNPROCESSABLE,
    Text("没有选择要整改的问题", "No findings to send back"),
    Text(
        "item 应有 1 至 {most} 项，每项为一个问题的 JSON：{reason}",
        "There are 1 to {most} fields “item”, each the JSON of one finding: {reason}",
    ),
    Text("请在报告页面上勾选问题后提交。", "Tick the findings on the report's page and send the form."),
)
DUE_ON_INVALID = Kind(
    "due_on.invalid",
    UNPROCESSABLE,
    Text("整改期限无效", "The due date is not possible"),
    Text("整改期限应在 {first} 至 {last} 之间。", "The due date lies between {first} and {last}."),
    Text("请按 2026-12-31 的格式填写。", "Write the day like 2026-12-31."),
)
RECTIFICATION_STANDING = Kind(
    "rectification.standing",
    CONFLICT,
    Text("相同的整改要求尚未办结", "The same order is open already"),
    Text("对该报送的相同问题已提出整改要求。", "The same findings of this filing have been sent back already."),
    Text("请等待答复，或先撤销原要求。", "Wait for the answer, or withdraw the order first."),
)
RECTIFICATION_UNKNOWN = Kind(
    "rectification.unknown",
    NOT_FOUND,
    Text("没有这项整改要求", "No such order"),
    Text("没有编号为“{id}”的整改要求。", "There is no order with the id “{id}”."),
    Text("请核对编号。", "Check the id."),
)
RECTIFICATION_OVER = Kind(
    "rectification.over",
    CONFLICT,
    Text("整改要求不能再作此处理", "The order is past this"),
    Text("该整改要求目前为“{state}”，不能再作此处理。", "The order is “{state}”, which rules this out."),
    Text("需要时请主管部门重新提出整改要求。", "If need be, the supervisor sends the findings back anew."),
)
LIST_INVALID = Kind(
    "list.invalid",
    UNPROCESSABLE,
    Text("查询条件无效", "The list cannot be given"),
    Text("“{field}”无效；page_size 应为 1 至 {most}。", "“{field}” is invalid; page_size is from 1 to {most}."),
    Text("请改用允许的条件，或沿用上一页给出的 next。", "Keep within the bounds, or follow “next” of the page before."),
)

KEY_INVALID = Kind(
    "idempotency_key.invalid",
    UNPROCESSABLE,
    Text("Idempotency-Key 无效", "The Idempotency-Key cannot be used"),
    Text("应为 1 至 {most} 个可见字符。", "It has 1 to {most} visible characters."),
    Text("请为每个新请求生成一个随机的键。", "Make a random key for each new request."),
)
KEY_REUSED = Kind(
    "idempotency_key.reused",
    UNPROCESSABLE,
    Text("Idempotency-Key 已用于其他请求", "The Idempotency-Key belongs to another request"),
    Text("同一个键已用于内容不同的请求。", "The same key came with other contents before."),
    Text("请为新请求使用新的键。", "Use a new key for a new request."),
)
KEY_BUSY = Kind(
    "idempotency_key.busy",
    CONFLICT,
    Text("相同的请求正在办理", "The same request is under way"),
    Text("使用同一个键的请求尚未办完。", "A request with the same key has not come to its end."),
    Text("请稍后用同一个键重试以取得结果。", "Try again later with the same key to get the answer."),
)
IMPACT_INVALID = Kind(
    "impact.invalid",
    UNPROCESSABLE,
    Text("试评结果无法收下", "The impact run cannot be taken"),
    Text(
        "缺少名称，或内容不是 gouji replay 的输出：{reason}",
        "It has no title, or is not what gouji replay prints: {reason}",
    ),
    Text(
        "请填写名称，并原样粘贴 gouji replay --format json 的输出；过长的可以只取前面若干行。",
        "Give it a title, and paste what gouji replay --format json printed; of a long output the first lines will do.",
    ),
)

KINDS = {kind.code: kind for kind in list(globals().values()) if isinstance(kind, Kind)}
"""Every kind by its code."""


def state_refusal(kind: Kind, state: Text) -> ProblemError:
    """The answer to something that the case's state rules out."""
    detail = Text(kind.detail.zh.format(state=state.zh), kind.detail.en.format(state=state.en))
    return ProblemError(kind, (Fault(at="", code=kind.code, messages=detail),))


def no(kind: Kind, at: str = "", **values: object) -> ProblemError:
    """The answer of that kind, about one field."""
    return ProblemError(kind, (kind.fault(at, **values),))
