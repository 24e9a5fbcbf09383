"""Why a file cannot be read as a report: every reason with a code and a way on, in both languages."""

from shared.report.rejection import Reason
from shared.report.text import Text

_ACCEPTED = Text(
    "可读取：Word（docx、doc）、WPS 文字、RTF、ODT、Excel（xlsx、xls、ods）、PDF、网页（html、mht）、"
    "图片、文本、Markdown、本系统的 JSON，以及装有一份报告的 zip",
    "What can be read: Word (docx, doc), WPS, RTF, ODT, Excel (xlsx, xls, ods), PDF, web pages (html, mht), "
    "pictures, text, Markdown, this system's JSON, and a zip of one report",
)
_MESSAGES = {
    "file.empty": Text("文件没有内容。请检查文件后重新报送。", "The file has no content. Check it and file again."),
    "file.too_large_document": Text(
        "文件过大（{what}），已停止读取。请只报送年度报告本身后重新报送。",
        "The file is too large ({what}); reading was stopped. File the annual report alone.",
    ),
    "file.too_deep": Text(
        "网页元素嵌套超过 {what} 层，无法可靠读取。请另存为普通网页或纯文本后重新报送。",
        "Elements nest more than {what} deep, too deep to read reliably. Save as a plain page or text and file again.",
    ),
    "file.binary_noise": Text(
        "文件内容不是文字，可能已经损坏或加密。请用原软件打开核对后重新报送。",
        "The content is not text; the file may be damaged or encrypted. Open it with its own program and file again.",
    ),
    "file.format_unsupported": Text(
        "不能读取这种格式：{what}。" + _ACCEPTED.zh + "。请另存为其中一种后重新报送。",
        "This format is not read: {what}. " + _ACCEPTED.en + ". Save it as one of these and file again.",
    ),
    "file.archive_unsupported": Text(
        "不能打开这种压缩包：{what}。请解压后单独报送年度报告文件，或改用 zip 压缩后重新报送。",
        "This kind of archive is not opened: {what}. Unpack it and file the report itself, or pack it as zip.",
    ),
    "file.password": Text(
        "文件设有密码，无法读取。请在原软件中取消密码（包括打开权限密码）后重新报送。",
        "The file is protected by a password. Remove the password in its own program and file again.",
    ),
    "file.damaged": Text(
        "文件已损坏或不完整（{what}）。请用原软件打开核对并另存后重新报送。",
        "The file is damaged or incomplete ({what}). Open it with its own program, save it anew and file again.",
    ),
    "file.word_before_97": Text(
        "这是 Word 97 以前版本的文档，不能读取。请用 Word 或 WPS 打开，另存为 docx 后重新报送。",
        "This document is of a version before Word 97. Open it in Word or WPS, save it as docx and file again.",
    ),
    "file.ocr_missing": Text(
        "文件是扫描件或图片，本系统没有安装图像识别组件，无法读取。请报送文字版（Word、网页或由 Word 导出的 PDF），"
        "或请系统管理员安装识别组件（make ocr）。",
        "The file is a scan or a picture, and this installation has no recogniser. File the text version (Word, a web "
        "page, or a PDF exported from Word), or have the operator install the recogniser (make ocr).",
    ),
    "file.fonts": Text(
        "PDF 的字体没有文字编码，提取出来的是乱码，无法读取。请用原文件重新导出 PDF，或报送 Word、网页版。",
        "The fonts of the PDF do not say which characters they print, so its text is garbled. "
        "Export it anew from the original, or file the Word or web version.",
    ),
    "file.encoding": Text(
        "无法识别文字编码。请以 UTF-8 或 GB18030 编码保存后重新报送。",
        "The text encoding was not recognised. Save as UTF-8 or GB18030 and file again.",
    ),
    "file.reader_failed": Text(
        "读取该文件时程序中止或超时（{what}）。请另存为普通网页或纯文本后重新报送；若再次出现，请联系主管部门。",
        "Reading this file was cut short ({what}). Save as a plain page or text and file again; "
        "if it happens again, tell the supervisor.",
    ),
    "archive.several_reports": Text(
        "压缩包中有不止一份年度报告，内容不同（{what}）。请每份报告单独报送。",
        "The archive holds more than one annual report, with different figures ({what}). File each report by itself.",
    ),
    "archive.no_report": Text(
        "压缩包中的 {what} 个文件都不能作为年度报告读取。请单独报送年度报告文件。",
        "None of the {what} files in the archive can be read as an annual report. File the report itself.",
    ),
    "document.no_statutory_tables": Text(
        "没有找到年度报告的法定表格（主动公开、依申请公开、复议诉讼三张表）。请核对是否选错文件；若表格是图片，请改为可复制的表格后重新报送。",
        "None of the statutory tables was found. Check that this is the right file; "
        "if the tables are pictures, replace them by real tables and file again.",
    ),
    "form.empty": Text(
        "表格全部空白，是未填写的空表。请填写数据后重新报送；没有发生的事项请填 0。",
        "An empty form: no table holds any figure. Fill it in and file again; write 0 where nothing happened.",
    ),
    "json.syntax": Text(
        "JSON 语法有误：{what}。请改正后重新报送。", "The JSON has a syntax error: {what}. Correct it and file again."
    ),
    "json.type": Text(
        "JSON 内容不符合约定：{what}。请按接口说明改正后重新报送。",
        "The JSON does not have the agreed shape: {what}. Correct it and file again.",
    ),
    "json.unknown_edition": Text(
        "没有版次为“{what}”的报告格式。可用版次见 gouji editions。",
        "There is no edition “{what}” of the form. See gouji editions.",
    ),
    "json.unknown_cell": Text(
        "报告格式中没有单元格“{what}”。请按接口说明改正后重新报送。",
        "The form has no cell “{what}”. Correct the name and file again.",
    ),
}


class UnreadableFileError(Exception):
    """The file cannot be read as a report; the reasons say why and what to do."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(f"{reason.code} at {reason.at}" for reason in reasons))
        self.reasons = reasons


class RecogniserNeededError(Exception):
    """The file holds pictures of writing, and this reading may not take the time to recognise it."""


def unreadable(code: str, at: str = "file", what: object = "") -> UnreadableFileError:
    """The error for one reason; `what` fills the gap in its message, a `Text` in either language."""
    return UnreadableFileError(reason(code, at, what))


def reason(code: str, at: str = "file", what: object = "") -> Reason:
    """The reason of that code."""
    zh, en = (what.zh, what.en) if isinstance(what, Text) else (what, what)
    message = _MESSAGES[code]
    return Reason(code, at, Text(message.zh.format(what=zh), message.en.format(what=en)))
