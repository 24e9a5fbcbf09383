"""Every way the gateway says no: one code, one status, what is wrong and the way on, in both languages."""

from services.gateway.problems import Fault, Kind, ProblemError
from shared.report.text import Text

BAD_REQUEST, NOT_FOUND, NOT_ALLOWED, CONFLICT, GONE = 400, 404, 405, 409, 410
TOO_LARGE, UNSUPPORTED, UNPROCESSABLE, FAILED, UNAVAILABLE = 413, 415, 422, 500, 503

FILE_EMPTY = Kind(
    "file.empty",
    UNPROCESSABLE,
    Text("文件是空的", "The file is empty"),
    Text("收到的文件长度为 0 字节。", "The file that arrived is 0 bytes long."),
    Text("请打开原文件确认内容后重新报送。", "Open the original, make sure it has contents, and file it again."),
)
FILE_MISSING = Kind(
    "file.missing",
    UNPROCESSABLE,
    Text("没有收到文件", "No file arrived"),
    Text("表单中没有名为 file 的文件。", "The form has no file in the field “file”."),
    Text("请把年度报告放在 file 字段中上传。", "Upload the annual report in the field “file”."),
)
FILE_REPEATED = Kind(
    "file.repeated",
    UNPROCESSABLE,
    Text("一次只能报送一个文件", "One file at a time"),
    Text("表单中有不止一个 file 字段。", "The form has more than one field “file”."),
    Text("请每次只报送一份年度报告。", "File one annual report in one request."),
)
FILE_TOO_LARGE = Kind(
    "file.too_large",
    TOO_LARGE,
    Text("文件过大", "The file is too large"),
    Text(
        "文件超过 {limit} 字节的上限，未予接收。", "The file exceeds the limit of {limit} bytes and was not accepted."
    ),
    Text(
        "请压缩图片或另存为网页、文本后重新报送。",
        "Shrink its pictures or save it as a web page or text, and file it again.",
    ),
)
FORM_MALFORMED = Kind(
    "form.malformed",
    BAD_REQUEST,
    Text("表单不完整", "The form is broken"),
    Text(
        "multipart 表单无法解析，可能在传输中被截断。", "The multipart form cannot be parsed; it may have been cut off."
    ),
    Text("请重新提交；程序报送时请检查 boundary。", "Submit it again; a program should check its boundary."),
)
FORM_TOO_LONG = Kind(
    "form.too_long",
    BAD_REQUEST,
    Text("表单字段过多或过长", "The form has too many or too long fields"),
    Text(
        "除文件外，表单字段超出了允许的数量或长度。",
        "Besides the file, the form exceeds the allowed number or length of fields.",
    ),
    Text("请只填写接口说明中列出的字段。", "Send only the fields that the API document lists."),
)
METADATA_INVALID = Kind(
    "metadata.invalid",
    UNPROCESSABLE,
    Text("metadata 无法使用", "The metadata cannot be used"),
    Text("metadata 不是所要求的 JSON：{reason}", "The metadata is not the JSON asked for: {reason}"),
    Text(
        '请按接口说明填写，如 {"agency": "DH-0101", "year": 2025}。',
        'Write it as the API document says, such as {"agency": "DH-0101", "year": 2025}.',
    ),
)
AGENCY_MISSING = Kind(
    "agency.missing",
    UNPROCESSABLE,
    Text("没有填写机关代码", "The agency code is missing"),
    Text("缺少 agency（机关代码）。", "“agency”, the agency's code, is missing."),
    Text("请填写名录中的机关代码。", "Give the agency's code as it stands in the register."),
)
AGENCY_UNKNOWN = Kind(
    "agency.unknown",
    UNPROCESSABLE,
    Text("名录中没有该机关", "No such agency in the register"),
    Text("名录中没有代码为“{code}”的机关。", "The register has no agency with the code “{code}”."),
    Text(
        "请核对代码，或请主管部门将该机关列入名录。",
        "Check the code, or ask the supervising department to register the agency.",
    ),
)
YEAR_MISSING = Kind(
    "year.missing",
    UNPROCESSABLE,
    Text("没有填写报告年度", "The year is missing"),
    Text("缺少 year（报告年度）。", "“year”, the year the report is about, is missing."),
    Text("请填写四位数的报告年度，如 2025。", "Give the year the report is about in four digits, such as 2025."),
)
YEAR_INVALID = Kind(
    "year.invalid",
    UNPROCESSABLE,
    Text("报告年度不是年份", "The year is not a year"),
    Text("“{value}”不是四位数的年份。", "“{value}” is not a year in four digits."),
    Text("请填写四位数的报告年度，如 2025。", "Give the year the report is about in four digits, such as 2025."),
)
YEAR_OUT_OF_RANGE = Kind(
    "year.out_of_range",
    UNPROCESSABLE,
    Text("报告年度超出范围", "The year is out of range"),
    Text("{value} 年不在 {first} 年至 {last} 年之间。", "{value} does not lie between {first} and {last}."),
    Text("请填写报告所反映的年度，而不是报送的年度。", "Give the year the report is about, not the year of filing."),
)
PUBLISHED_ON_INVALID = Kind(
    "published_on.invalid",
    UNPROCESSABLE,
    Text("公开日期无效", "The day of publication is not a date"),
    Text("“{value}”不是有效日期。", "“{value}” is not a date."),
    Text(
        "请按 2026-01-20 的格式填写公开日期，或留空。", "Write the day of publication like 2026-01-20, or leave it out."
    ),
)
DRAFT_INVALID = Kind(
    "draft.invalid",
    UNPROCESSABLE,
    Text("draft 只能是 true 或 false", "“draft” is true or false"),
    Text("“{value}”既不是 true 也不是 false。", "“{value}” is neither true nor false."),
    Text("预检填写 true，正式报送填写 false 或留空。", "Send true for a pre-check, false or nothing for a filing."),
)
MEDIA_TYPE_UNSUPPORTED = Kind(
    "media_type.unsupported",
    UNSUPPORTED,
    Text("不支持这种内容类型", "This content type is not supported"),
    Text("此处不接收“{value}”。", "“{value}” is not accepted here."),
    Text(
        "报告请用 multipart/form-data 或文件自身的类型报送；名录请用 text/csv。",
        "Send a report as multipart/form-data or under the file's own type, the register as text/csv.",
    ),
)
REGISTER_INVALID = Kind(
    "register.invalid",
    UNPROCESSABLE,
    Text("名录有误，未作任何更改", "The register has mistakes; nothing was changed"),
    Text("名录中有 {count} 处错误，逐行列出。", "The register has {count} mistakes, listed row by row."),
    Text("请按所列行号更正后重新导入。", "Correct the rows listed and import the file again."),
)
PAGE_INVALID = Kind(
    "page.invalid",
    UNPROCESSABLE,
    Text("分页参数无效", "The page cannot be given"),
    Text(
        "page_size 应为 1 至 {most} 的整数，after 应为机关代码。",
        "page_size is a whole number from 1 to {most}, and after is an agency's code.",
    ),
    Text("请改用允许的参数，或沿用上一页给出的 next。", "Keep within the bounds, or follow “next” of the page before."),
)
SUBMISSION_UNKNOWN = Kind(
    "submission.unknown",
    NOT_FOUND,
    Text("没有这份报送", "No such submission"),
    Text("没有编号为“{id}”的报送。", "There is no submission with the id “{id}”."),
    Text("请核对回执上的编号。", "Check the id on the receipt."),
)
DRAFT_EXPIRED = Kind(
    "draft.expired",
    GONE,
    Text("预检稿已过保存期限", "The draft has been kept as long as drafts are kept"),
    Text("这份预检稿的原件已按期限删除。", "The original of this draft has been deleted when its time was up."),
    Text("请重新上传文件。", "Upload the file again."),
)
DRAFT_NOT_FILED = Kind(
    "draft.not_filed",
    CONFLICT,
    Text("预检稿没有回执", "A draft has no receipt to keep"),
    Text("“{id}”是预检稿，尚未正式报送。", "“{id}” is a draft and has not been filed."),
    Text("正式报送后即可下载回执。", "File it, and the receipt is there."),
)
AGENCY_NOT_FOUND = Kind(
    "agency.not_found",
    NOT_FOUND,
    AGENCY_UNKNOWN.title,
    AGENCY_UNKNOWN.detail,
    AGENCY_UNKNOWN.way_on,
)
PATH_UNKNOWN = Kind(
    "path.unknown",
    NOT_FOUND,
    Text("没有这个地址", "No such address"),
    Text("这里没有任何内容。", "There is nothing at this address."),
    Text("接口说明见 /v1/filing/openapi.json。", "The API document is at /v1/filing/openapi.json."),
)
METHOD_NOT_ALLOWED = Kind(
    "method.not_allowed",
    NOT_ALLOWED,
    Text("此地址不支持该方法", "The address does not take this method"),
    Text("请求方法不适用于此地址。", "The request's method does not apply to this address."),
    Text("可用方法见 Allow 响应头。", "The header “Allow” lists the methods that do."),
)
REQUEST_INVALID = Kind(
    "request.invalid",
    BAD_REQUEST,
    Text("请求无法理解", "The request cannot be understood"),
    Text("请求不符合接口说明。", "The request is not as the API document says."),
    Text("接口说明见 /v1/filing/openapi.json。", "The API document is at /v1/filing/openapi.json."),
)
BUS_UNAVAILABLE = Kind(
    "bus.unavailable",
    UNAVAILABLE,
    Text("暂时无法确认接收", "The filing cannot be confirmed at the moment"),
    Text(
        "文件与回执已保存，但消息系统暂不可用；恢复后将自动继续。",
        "The file and its receipt are kept, but the message system is away; it goes on by itself afterwards.",
    ),
    Text(
        "请稍后用同一文件重试以取得回执，不会重复计数。",
        "Send the same file again later to get the receipt; it will not count twice.",
    ),
)
STORE_UNAVAILABLE = Kind(
    "store.unavailable",
    UNAVAILABLE,
    Text("暂时无法接收", "Nothing can be accepted at the moment"),
    Text(
        "数据库或文件存储暂不可用，本次请求未被接收。",
        "The database or the file store is away; the request was not accepted.",
    ),
    Text("请稍后重试。", "Try again later."),
)
INTERNAL = Kind(
    "internal",
    FAILED,
    Text("系统内部错误", "An error inside the system"),
    Text(
        "处理请求时发生意外错误，已记录。", "Something unexpected happened while handling the request; it was recorded."
    ),
    Text("请稍后重试；如仍失败，请联系运维人员。", "Try again later; if it fails again, tell the operator."),
)

KINDS = {kind.code: kind for kind in list(globals().values()) if isinstance(kind, Kind)}
"""Every kind by its code."""


def refusal(*faults: Fault) -> ProblemError:
    """The answer to an input with these faults: the first one's kind names it, all are listed."""
    return ProblemError(KINDS[faults[0].code], faults)
