"""What the OpenAPI document says of the forms about accounts, tokens and signing in."""

from services.gateway.case_documentation import taking, text

_LOGIN = text("登录名 · The login")
_NAME = text("姓名，或程序名称 · Name of the person or program")
_ROLE = text("clerk 填报人 · supervisor 主管部门 · administrator 系统管理员")
_AGENCY = text("填报人所在机关，或主管部门的代码 · A clerk's agency, or the organ a supervisor looks down from")
_PASSWORD = text("密码；留空则由系统生成，只显示一次 · The password; without it one is made up and shown once")

SignIn = taking({"login": _LOGIN, "password": text("密码 · The password")})
Making = taking(
    {"login": _LOGIN, "name": _NAME, "role": _ROLE, "agency": _AGENCY, "password": _PASSWORD},
    optional=("agency", "password"),
)
Changing = taking(
    {"name": _NAME, "role": _ROLE, "agency": _AGENCY, "disabled": text("true 停用，false 恢复 · Disabled or not")},
    optional=("name", "role", "agency", "disabled"),
)
NewPassword = taking(
    {"old": text("原密码，更改本人密码时必填 · The old one, to change one's own"), "password": _PASSWORD},
    optional=("old", "password"),
)
NewToken = taking(
    {
        "label": text("用途 · Which program uses it"),
        "days": text("有效天数，1 至 366，缺省 90 · Days it is valid, 1 to 366; 90"),
    },
    optional=("days",),
)
Nothing = taking({})
