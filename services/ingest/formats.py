"""Formats that are recognised and not read, by the name an agency knows them under."""

from services.ingest.reasons import UnreadableFileError, unreadable
from shared.report.text import Text

_DOCUMENTS = {
    "ofd": Text("OFD 版式文件", "OFD (fixed-layout document)"),
    "uof": Text("UOF 标文通文档", "UOF (Uniform Office Format)"),
    "pptx": Text("PPT 演示文稿（pptx）", "PowerPoint slides (pptx)"),
    "ppt": Text("PPT 演示文稿（ppt）", "PowerPoint slides (ppt)"),
    "odp": Text("OpenDocument 演示文稿（odp）", "OpenDocument slides (odp)"),
    "xlsb": Text("Excel 二进制工作簿（xlsb）", "Excel binary workbook (xlsb)"),
    "hwp": Text("HWP 文档", "HWP document"),
    "epub": Text("EPUB 电子书", "EPUB book"),
    "caj": Text("CAJ 文档", "CAJ document"),
    "iwork": Text("苹果 Pages / Numbers 文档", "Apple Pages or Numbers document"),
    "fodt": Text("OpenDocument 单一 XML 文档", "OpenDocument in a single XML file"),
    "xml": Text("XML", "XML"),
    "heif": Text("HEIF / HEIC 图片", "HEIF / HEIC picture"),
    "ole": Text("旧版办公软件文档（内容无法辨认）", "an old office document of unknown kind"),
    "email": Text("电子邮件", "e-mail"),
    "program": Text("可执行程序", "an executable program"),
    "media": Text("音频或视频", "sound or video"),
}
_ARCHIVES = {
    "rar": Text("RAR 压缩包", "RAR archive"),
    "7z": Text("7z 压缩包", "7z archive"),
    "gzip": Text("gzip 压缩文件", "gzip archive"),
    "xz": Text("xz 压缩文件", "xz archive"),
    "bzip2": Text("bzip2 压缩文件", "bzip2 archive"),
    "packed archive": Text("压缩包中的压缩包", "an archive inside an archive"),
    "tar": Text("tar 打包文件", "tar archive"),
}


def unsupported(format_name: str) -> UnreadableFileError:
    """The error for a file that is recognised as such a format, for which there is no reader."""
    if format_name in _ARCHIVES:
        return unreadable("file.archive_unsupported", what=_ARCHIVES[format_name])
    return unreadable("file.format_unsupported", what=_DOCUMENTS.get(format_name, format_name))
