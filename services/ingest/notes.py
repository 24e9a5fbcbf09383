"""What the reader tells about its doubts: every note with a stable code and a sentence in both languages."""

from shared.report.reading import Note
from shared.report.text import Text

_QUOTED = 40
_TEXTS = {
    "cell.unit": Text("原文“{raw}”带有单位，按 {value} 读取。", "“{raw}” was printed with a unit; read as {value}."),
    "cell.remark": Text(
        "原文“{raw}”带有说明，按 {value} 读取。", "“{raw}” was printed with a remark; read as {value}."
    ),
    "cell.not_a_number": Text("原文“{raw}”不是数字，未读取。", "“{raw}” is not a number; nothing was read."),
    "cell.not_whole": Text("原文“{raw}”不是整数，未读取。", "“{raw}” is not a whole number; nothing was read."),
    "cell.decimal_whole": Text(
        "原文“{raw}”带有小数点，按整数 {value} 读取。", "“{raw}” was printed with decimals; read as {value}."
    ),
    "cell.stray_mark": Text(
        "原文“{raw}”带有多余的标点，按 {value} 读取。", "“{raw}” was printed with a stray mark; read as {value}."
    ),
    "cell.numeral": Text(
        "原文“{raw}”不是阿拉伯数字，按 {value} 读取。", "“{raw}” was not printed in digits; read as {value}."
    ),
    "cell.too_long": Text(
        "原文“{raw}”位数过多，可能是多个数字连在一起，未读取。",
        "“{raw}” has too many digits, perhaps several figures run together; nothing was read.",
    ),
    "cell.unit_unknown": Text(
        "金额单位无法识别，“{raw}”未读取。", "The unit of money is not known; “{raw}” was not read."
    ),
    "cell.was_unreadable": Text(
        "上一次读取时该单元格已标明不可读。", "An earlier reading had marked this cell unreadable."
    ),
    "cell.was_inferred": Text(
        "上一次读取时该单元格已标明为推断。", "An earlier reading had marked this cell inferred."
    ),
    "cell.ocr": Text(
        "本表数字由图像识别得出，请与原件核对。",
        "The figures of this table were recognised from a picture; compare them with the original.",
    ),
    "cell.wrapped": Text(
        "原文数字在格内断为两行，按 {value} 读取。",
        "The number was broken over two lines of its cell; read as {value}.",
    ),
    "cell.formula": Text(
        "有 {value} 个单元格是公式，文件中没有保存计算结果，未读取；请在原软件中打开、保存后重新报送。",
        "{value} cells are formulas whose results the file does not hold; open it, save it and file again.",
    ),
    "cell.confirmed": Text(
        "原文“{raw}”读取存疑，机关确认为 {value}，按此采用。",
        "“{raw}” was not read with confidence; the agency states {value}, which was taken.",
    ),
    "cell.confirmed_unprinted": Text(
        "此处没有读到文字，机关确认为 {value}，按此采用。",
        "Nothing was read in this place; the agency states {value}, which was taken.",
    ),
    "correction.refused": Text(
        "机关对此处的更正（{value}）未采用：读数明确（“{raw}”），或该单元格不能有此值；印出的数字不作改动。",
        "The correction {value} was not taken: the cell was read soundly (“{raw}”) or cannot hold it; "
        "printed figures are never changed.",
    ),
    "cell.absent": Text("文件中没有这个单元格。", "The file does not have this cell."),
    "row.shifted": Text(
        "该行数字与表头错位，按顺序对应。",
        "The figures of this row are shifted against the head of the table; they were taken in order.",
    ),
    "row.no_header": Text(
        "该行没有表头可对，按格式规定的顺序对应。",
        "No head of the table stands over this row; the order of the form was used.",
    ),
    "row.header_incomplete": Text(
        "表头不完整，该列按顺序对应。", "The head of the table is incomplete; this column was taken by its order."
    ),
    "row.header_conflict": Text(
        "表头次序与格式不符，无法确定各列，未读取。",
        "The head of the table contradicts the form; the columns are uncertain and nothing was read.",
    ),
    "row.cell_count": Text(
        "该行单元格数目与表头不符，无法确定各数字的位置，未读取。",
        "The number of cells in this row does not fit the head of the table; nothing was read.",
    ),
    "row.blanks_lost": Text(
        "文本中空白单元格已丢失，该行数字按顺序对应。",
        "Blanks are lost in this text; the figures were taken in order.",
    ),
    "row.fused": Text(
        "该行数字与上下文连在一起（“{raw}”），有 {value} 种分法，按格数和勾稽关系分开。",
        "The figures of this row run together (“{raw}”), readings: {value}; cut by the number of cells and the sums.",
    ),
    "row.fused_open": Text(
        "该行数字连在一起（“{raw}”），无法确定怎样分开，可能的分法：{value}。",
        "The figures of this row run together (“{raw}”); how to cut them is uncertain, possible readings: {value}.",
    ),
    "row.duplicate": Text(
        "该行出现多次而内容不同，未读取。",
        "This row is printed more than once with different content; nothing was read.",
    ),
    "row.missing": Text("没有找到这一行的数字。", "No figures were found for this row."),
    "row.label_variant": Text(
        "行标题“{raw}”与格式用语不同，按位置认定。",
        "The row label “{raw}” differs from the form; recognised by its place.",
    ),
    "row.unknown": Text("表中“{raw}”不是格式规定的行，未读取。", "“{raw}” is not a row of the form; it was not read."),
    "row.subtotal_ignored": Text(
        "（六）其他处理已分项填写，合计行未读取。",
        "Item (6) is given in its three rows; the row that adds them up was not read.",
    ),
    "table.missing": Text(
        "没有读到这张表的数字：没有找到，或各格数字连在一起无法分开。",
        "No figures were read for this table: not found, or run together so that they cannot be told apart.",
    ),
    "table.continued": Text("表格跨页断开，已接续读取。", "The table is split in two and was read as one."),
    "table.columns_lost": Text(
        "表格的列信息缺失或损坏，各行数字按顺序对应。",
        "What tells the columns of this table is missing or damaged; its figures were taken in order.",
    ),
    "table.span_capped": Text("单元格跨度过大，已按上限处理。", "A cell's span is too large and was cut to the limit."),
    "table.unruled": Text(
        "该表没有框线，各数字按所在位置对应行列，请与原件核对。",
        "The table has no ruling lines; figures were placed by where they stand. Compare them with the original.",
    ),
    "page.picture": Text(
        "第 {value} 页是图片或扫描件，其中的文字没有读取。",
        "Page {value} is a picture or a scan; what is written there was not read.",
    ),
    "page.damaged": Text("第 {value} 页已损坏，没有读取。", "Page {value} is damaged and was not read."),
    "form.merged_row": Text("（六）其他处理合并为一行填写。", "Item (6) is printed as one row."),
    "form.edition_by_year": Text(
        "表中没有可辨认版次的用语，按年度采用 {value} 版。",
        "Nothing printed tells the edition; {value} was taken by the year.",
    ),
    "form.edition_assumed": Text(
        "无法辨认版次和年度，采用 {value} 版。", "Neither edition nor year was found; {value} was assumed."
    ),
    "form.older_edition": Text(
        "{raw} 年度的报告使用了 {value} 版格式。", "The report for {raw} uses the {value} form."
    ),
    "archive.report": Text("年度报告取自压缩包中的“{raw}”。", "The report is “{raw}” in the archive."),
    "archive.attachment": Text(
        "压缩包中的“{raw}”作为附件，未读取数字。",
        "“{raw}” in the archive is an attachment; no figures were taken from it.",
    ),
    "text.hidden": Text("文件中隐藏的内容未读取。", "Hidden content of the file was not read."),
    "text.revised": Text(
        "文件带有修订痕迹，按接受全部修订后的内容读取。", "The file has tracked changes; it was read with all accepted."
    ),
    "object.embedded": Text("文件中嵌入的其他文件未读取。", "Another file is embedded in this one; it was not read."),
    "text.traditional": Text(
        "报告使用繁体字，按简体字读取。",
        "The report is printed in traditional characters and was read in simplified ones.",
    ),
    "text.formatting_lost": Text(
        "文件的格式信息已损坏，已删除或隐藏的文字可能被当作正文读取，请核对。",
        "The file's formatting is damaged; deleted or hidden text may have been read. Compare with the original.",
    ),
    "text.replaced": Text("文字中有 {value} 处编码错误。", "The text has {value} encoding errors."),
    "published.from_signature": Text(
        "页面没有发布日期，采用落款日期 {value}。",
        "The page gives no day of publication; that of the signature, {value}, was taken.",
    ),
    "page.several_reports": Text(
        "页面上不止一份报告，只读取第一份（标题“{raw}”）。",
        "The page holds more than one report; only the first, “{raw}”, was read.",
    ),
    "row.by_position": Text(
        "该表没有行标题，各行按格式规定的次序认定。",
        "The rows of this table have no labels; they were taken in the order of the form.",
    ),
    "row.columns_reordered": Text(
        "表头次序与格式不同，该列按表头认定。",
        "The head of the table has another order than the form; this column was taken by its head.",
    ),
    "year.conflict": Text(
        "标题年度与统计期限年度（{value}）不同，采用标题年度。",
        "The title and the statistical period ({value}) name different years; the title was followed.",
    ),
}


def note(code: str, at: str, raw: str = "", value: object = "") -> Note:
    """The note of that code about a cell address or place."""
    return Note(code, at, _TEXTS[code].format(raw=_short(raw), value=value))


def _short(raw: str) -> str:
    return raw if len(raw) <= _QUOTED else raw[:_QUOTED] + "…"
