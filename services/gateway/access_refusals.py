"""Every way the door says no: nobody signed in, not for this account, a form that is not the house's own."""

from services.gateway.problems import Kind
from shared.report.text import Text

UNAUTHORISED, FORBIDDEN = 401, 403

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

GUARDED = (SIGN_IN_NEEDED, ACCESS_DENIED, FORM_FORGED)
"""What any route that is not for everybody may answer."""
KINDS = {kind.code: kind for kind in list(globals().values()) if isinstance(kind, Kind)}
"""Every kind by its code."""
