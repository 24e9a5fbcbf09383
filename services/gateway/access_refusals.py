"""Every way the gateway says no about signing in, accounts and tokens, in both languages."""

from services.gateway.problems import Kind
from shared.report.text import Text

UNAUTHORISED, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE, TOO_MANY = 401, 403, 404, 409, 422, 429

SIGN_IN_NEEDED = Kind(
    "sign_in.needed",
    UNAUTHORISED,
    Text("需要登录", "Sign in first"),
    Text(
        "请求没有有效的登录会话或令牌，或其已过期、已撤销。",
        "The request shows no valid session or token, or it has expired or been revoked.",
    ),
    Text(
        "请重新登录；程序请在 Authorization 头中以 Bearer 方式携带令牌。",
        "Sign in again; a program sends its token as “Authorization: Bearer …”.",
    ),
)
ACCESS_DENIED = Kind(
    "access.denied",
    FORBIDDEN,
    Text("无权办理", "Not for this account"),
    Text("您的账号无权办理此事项。", "Your account may not do this."),
    Text(
        "请使用有相应权限的账号，或联系系统管理员。",
        "Use an account that may, or ask the administrator.",
    ),
)
FORM_FORGED = Kind(
    "form.forged",
    FORBIDDEN,
    Text("表单已失效", "The form is no longer valid"),
    Text(
        "表单没有携带本次登录会话的校验码，未予办理。",
        "The form does not carry the proof of this session, so nothing was done.",
    ),
    Text("请刷新页面后重新提交。", "Load the page again and send the form once more."),
)

SIGN_IN_WRONG = Kind(
    "sign_in.wrong",
    UNAUTHORISED,
    Text("登录失败", "The sign-in failed"),
    Text("登录名或密码有误，或账号已停用。", "Login or password is wrong, or the account is disabled."),
    Text(
        "请核对后重试；忘记密码请联系系统管理员重置。",
        "Try again; the administrator can set a new password.",
    ),
)
SIGN_IN_TOO_OFTEN = Kind(
    "sign_in.too_often",
    TOO_MANY,
    Text("尝试次数过多", "Too many attempts"),
    Text("登录尝试过于频繁，请 {seconds} 秒后再试。", "Too many attempts to sign in; wait {seconds} seconds."),
    Text("请稍候再试；忘记密码请联系系统管理员重置。", "Wait a little; the administrator can set a new password."),
)
SIGN_IN_FOREIGN = Kind(
    "sign_in.foreign",
    FORBIDDEN,
    Text("登录请求来自其他网站", "The sign-in comes from another site"),
    Text("为防止冒用，只接受本站登录页面提交的登录。", "Only this house's own page may send a sign-in."),
    Text("请直接打开本站登录页面登录。", "Open this house's own page and sign in there."),
)
ACCOUNT_UNKNOWN = Kind(
    "account.unknown",
    NOT_FOUND,
    Text("没有这个账号", "No such account"),
    Text("没有编号为“{id}”的账号。", "There is no account with the id “{id}”."),
    Text("请在账号列表中核对。", "Check the list of accounts."),
)
LOGIN_INVALID = Kind(
    "login.invalid",
    UNPROCESSABLE,
    Text("登录名无效", "The login cannot be used"),
    Text(
        "登录名须为 2 至 64 个字母、数字、汉字或 . _ - @，不含空格。",
        "A login has 2 to 64 letters, digits or . _ - @ and no blanks.",
    ),
    Text("请更换登录名。", "Choose another login."),
)
LOGIN_TAKEN = Kind(
    "login.taken",
    CONFLICT,
    Text("登录名已被使用", "The login is taken"),
    Text("已有登录名为“{login}”的账号。", "There is an account with the login “{login}” already."),
    Text("请更换登录名，或修改已有账号。", "Choose another login, or change the account that is there."),
)
NAME_INVALID = Kind(
    "name.invalid",
    UNPROCESSABLE,
    Text("姓名无效", "The name cannot be used"),
    Text("缺少姓名，或超过 100 字。", "The name is missing or longer than 100 characters."),
    Text("请填写使用者的姓名或程序的名称。", "Give the name of the person or program."),
)
ROLE_INVALID = Kind(
    "role.invalid",
    UNPROCESSABLE,
    Text("角色无效", "No such role"),
    Text("“{value}”不是角色。", "“{value}” is no role."),
    Text(
        "请填写 clerk（填报人）、supervisor（主管部门）或 administrator（系统管理员）。",
        "Choose clerk, supervisor or administrator.",
    ),
)
PASSWORD_WEAK = Kind(
    "password.weak",
    UNPROCESSABLE,
    Text("密码过于简单", "The password is too weak"),
    Text(
        "密码须为 {least} 至 {most} 个字符，且不得与登录名相同或由一个字符重复而成。",
        "A password has {least} to {most} characters and is neither the login nor one character over and over.",
    ),
    Text("请更换密码；几个不相关的词连用，好记且不易猜中。", "Choose another one; a few unrelated words are good."),
)
PASSWORD_WRONG = Kind(
    "password.wrong",
    UNPROCESSABLE,
    Text("原密码有误", "The old password is wrong"),
    Text("原密码与现在使用的密码不符，密码未更改。", "The old password is not the present one; nothing was changed."),
    Text("请重新填写原密码，或请系统管理员重置。", "Type it again, or have the administrator set a new one."),
)
DISABLED_INVALID = Kind(
    "disabled.invalid",
    UNPROCESSABLE,
    Text("disabled 只能是 true 或 false", "“disabled” is true or false"),
    Text("“{value}”既不是 true 也不是 false。", "“{value}” is neither true nor false."),
    Text("停用填写 true，恢复填写 false。", "Send true to disable the account, false to restore it."),
)
LABEL_INVALID = Kind(
    "label.invalid",
    UNPROCESSABLE,
    Text("令牌用途无效", "The label cannot be used"),
    Text("缺少令牌用途，或超过 100 字。", "The token's label is missing or longer than 100 characters."),
    Text("请写明由哪个程序使用。", "Say which program will use the token."),
)
DAYS_INVALID = Kind(
    "days.invalid",
    UNPROCESSABLE,
    Text("有效天数无效", "The number of days is out of range"),
    Text("有效天数须为 1 至 {most} 的整数。", "A token is valid for a whole number of days from 1 to {most}."),
    Text("请填写允许的天数，到期前可换发新令牌。", "Keep within the bounds; make a new token before it expires."),
)
TOKENS_TOO_MANY = Kind(
    "tokens.too_many",
    CONFLICT,
    Text("令牌过多", "Too many tokens"),
    Text("一个账号最多有 {most} 个有效令牌。", "An account has {most} valid tokens at most."),
    Text("请先撤销不再使用的令牌。", "Revoke tokens that are no longer used."),
)
TOKEN_UNKNOWN = Kind(
    "token.unknown",
    NOT_FOUND,
    Text("没有这个令牌", "No such token"),
    Text("该账号没有编号为“{id}”的令牌。", "The account has no token with the id “{id}”."),
    Text("请在账号的令牌列表中核对。", "Check the account's list of tokens."),
)

GUARDED = (SIGN_IN_NEEDED, ACCESS_DENIED, FORM_FORGED)
"""What any route that is not for everybody may answer."""
KINDS = {kind.code: kind for kind in list(globals().values()) if isinstance(kind, Kind)}
"""Every kind by its code."""
