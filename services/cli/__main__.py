"""The `gouji` command; each subcommand lives in its own module and is imported only when it is called."""

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from services.cli.exits import CommandError, Exit, say
from shared.report.text import Text

COMMANDS = {
    "check": Text("离线核查报告", "Check reports offline"),
    "submit": Text("批量报送并等待评分", "File reports and wait for their grades"),
    "register": Text("导入机关名录", "Import the register of agencies"),
    "account": Text("账号：建立、列出、停用、改密", "Accounts: make, list, disable, new password"),
    "token": Text("令牌：生成、列出、撤销", "Tokens of programs: make, list, revoke"),
    "rules": Text("规则目录", "The rule catalogue"),
    "rubric": Text("评分标准", "The rubric"),
    "editions": Text("报告格式", "The editions of the form"),
    "up": Text("在本机运行全套系统", "Run the whole house on this machine"),
    "demo": Text("演示：样例机关与样例报告", "The house with sample agencies and reports"),
    "synth": Text("生成仿真报告", "Synthetic reports with known truth"),
    "replay": Text("以备选规则或评分标准试评存档", "Hold an archive to candidate rules or a candidate rubric"),
    "verify-receipt": Text("离线验证回执", "Verify a receipt offline"),
    "dead": Text("死信：查看与重新投递", "Dead letters: look at them and send them on"),
}
"""Every subcommand, with its line in the help; each is the function of its name in the module of its name."""

app = App(
    name="gouji",
    help="勾稽：政府信息公开工作年度报告的核查。 Audits annual reports on open government information.",
    help_format="plaintext",
    version_flags=(),
)
for _name, _line in COMMANDS.items():
    _place = _name.replace("-", "_")
    app.command(f"services.cli.{_place}:{_place}", name=_name, help=f"{_line.zh} {_line.en}")


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        code = app(list(arguments), exit_on_error=False, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError:
        say(Text("命令用法有误，请参阅 gouji --help。", "That is not how the command is used; see gouji --help."))
        return Exit.USAGE
    except CommandError as error:
        say(error.message)
        return error.code
    except BrokenPipeError:
        # The reader of a pipe (`gouji rules | head`) has seen enough; nothing is wrong.
        # What is still buffered goes nowhere, or the interpreter would complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.CLEAN
    return code if isinstance(code, int) else Exit.CLEAN


def main() -> int:
    """Entry point of the console script."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
