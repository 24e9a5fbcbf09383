"""The sources the rules rest on, quoted: Chinese verbatim, English unofficial.

Wording of the regulation: 国务院令第711号, in force since 2019-05-15. Wording of the notice and of the form: copies
published by local governments.
"""

from services.validate.rule import Basis
from shared.report.text import Text

REGULATION = Text(
    "《中华人民共和国政府信息公开条例》（国务院令第711号）",
    "Regulation on Open Government Information (State Council Decree No. 711)",
)
NOTICE = Text("国办公开办函〔2021〕30号", "Notice 国办公开办函〔2021〕30号")
FORM = Text(
    "政府信息公开工作年度报告格式（国办公开办函〔2021〕30号、〔2019〕60号）",
    "Form of the annual report (notices 国办公开办函〔2021〕30号 and 〔2019〕60号)",
)

TIMELY_DEPARTMENTS = Basis(
    REGULATION,
    Text("第四十九条第一款", "Article 49, paragraph 1"),
    Text(
        "县级以上人民政府部门应当在每年1月31日前向本级政府信息公开工作主管部门提交本行政机关上一年度政府信息公开工作年度报告并向社会公布。",
        "By 31 January each year, departments of governments at county level and above shall submit to the supervising "
        "department of their level their annual report on the previous year, and publish it.",
    ),
)
TIMELY_GOVERNMENTS = Basis(
    REGULATION,
    Text("第四十九条第二款", "Article 49, paragraph 2"),
    Text(
        "县级以上地方人民政府的政府信息公开工作主管部门应当在每年3月31日前向社会公布本级政府上一年度政府信息公开工作年度报告。",
        "By 31 March each year, the supervising departments of local governments at county level and above shall "
        "publish the annual report of their government on the previous year.",
    ),
)
UNIFORM_FORM = Basis(
    REGULATION,
    Text("第五十条第二款", "Article 50, paragraph 2"),
    Text(
        "全国政府信息公开工作主管部门应当公布政府信息公开工作年度报告统一格式，并适时更新。",
        "The national supervising department shall publish the uniform form of the annual report and keep it current.",
    ),
)
NOTHING_OMITTED = Basis(
    NOTICE,
    Text("一、（一）", "Part 1 (1)"),
    Text(
        "年度报告内容，要严格按照《中华人民共和国政府信息公开条例》第五十条的规定确定，不能遗漏，也不宜泛化。",
        "The contents of the annual report follow strictly from article 50 of the Regulation: nothing may be left out, "
        "and nothing need be added.",
    ),
)
ACCURATE_AND_COMPLETE = Basis(
    NOTICE,
    Text("二、（四）明确责任", "Part 2 (4), responsibility"),
    Text(
        "出现不按时发布、发布内容不准确不全面或者内容雷同、敷衍塞责等问题并造成不良后果的",
        "Where reports are late, inaccurate, incomplete, copied or perfunctory, with harmful consequences",
    ),
)
OUTCOMES_PRINTED = Basis(
    FORM,
    Text("第三部分表格第三项", "Part 3, table, item 3"),
    Text(
        "三、本年度办理结果……（七）总计",
        "3. Outcome this year … (7) Total",
    ),
)
IN_EQUALS_OUT = Basis(
    FORM,
    Text("第三部分表格表头", "Part 3, head of the table"),
    Text(
        "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和",
        "In every column, items one and two together equal items three and four together",
    ),
)
APPLICANTS_PRINTED = Basis(
    FORM,
    Text("第三部分表格“申请人情况”各栏", "Part 3, table, columns under “Applicants”"),
    Text(
        "自然人，商业企业，科研机构，社会公益组织，法律服务机构，其他，总计",
        "Natural persons, businesses, research institutions, public-interest organisations, legal-services "
        "organisations, others, total",
    ),
)
RESULTS_PRINTED = Basis(
    FORM,
    Text("第四部分表格各栏", "Part 4, columns of the table"),
    Text("结果维持，结果纠正，其他结果，尚未审结，总计", "Upheld, corrected, other result, pending, total"),
)
CARRIED_OVER_PRINTED = Basis(
    FORM,
    Text("第三部分表格第二项、第四项", "Part 3, table, items 2 and 4"),
    Text(
        "二、上年结转政府信息公开申请数量；四、结转下年度继续办理",
        "2. Brought forward from last year; 4. Carried forward to next year",
    ),
)

OVERVIEW_ASPECTS = Basis(
    NOTICE,
    Text("格式“一、总体情况”", "Form, part 1"),
    Text(
        "主要包括主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障",
        "Chiefly proactive disclosure, disclosure on request, management of government information, platforms for "
        "disclosure, supervision and support",
    ),
)
GOVERNMENT_CONTENTS = Basis(
    REGULATION,
    Text("第五十条第一款第四项", "Article 50, paragraph 1, item 4"),
    Text(
        "年度报告还应当包括工作考核、社会评议和责任追究结果情况",
        "(Reports of governments of every level) further include the results of work assessment, public appraisal and "
        "accountability",
    ),
)
PROBLEMS_AND_IMPROVEMENT = Basis(
    REGULATION,
    Text("第五十条第一款第四项", "Article 50, paragraph 1, item 4"),
    Text("政府信息公开工作存在的主要问题及改进情况", "Main problems of the work, and how it was improved"),
)
OTHER_MATTERS = Basis(
    REGULATION,
    Text("第五十条第一款第五项", "Article 50, paragraph 1, item 5"),
    Text("其他需要报告的事项", "Other matters to report"),
)
INFORMATION_FEE = Basis(
    Text("国办函〔2020〕109号", "Notice 国办函〔2020〕109号"),
    Text("全文", "The whole"),
    Text("政府信息公开信息处理费管理办法", "Measures on the information-handling fee"),
)
RECEIVED_PRINTED = Basis(
    FORM,
    Text("第三部分表格第一项", "Part 3, table, item 1"),
    Text("一、本年新收政府信息公开申请数量", "1. Requests received this year"),
)
DOCUMENTS_PRINTED = Basis(
    FORM,
    Text("第二部分表格“第二十条第（一）项”", "Part 2, table, “Article 20, item 1”"),
    Text("本年制发件数，本年废止件数，现行有效件数", "Issued this year, repealed this year, in force at year end"),
)
DECISIONS_PRINTED = Basis(
    FORM,
    Text("第二部分表格“第二十条第（五）项”“第二十条第（六）项”", "Part 2, table, “Article 20, items 5 and 6”"),
    Text("本年处理决定数量", "Decisions made this year"),
)
FEES_PRINTED = Basis(
    FORM,
    Text("第二部分表格“第二十条第（八）项”", "Part 2, table, “Article 20, item 8”"),
    Text("本年收费金额（单位：万元）", "Fees collected this year (10,000 yuan)"),
)
RULE_MAKING_POWER = Basis(
    Text("《中华人民共和国立法法》（2023年修正）", "Legislation Law (2023)"),
    Text("第九十一条、第九十三条", "Articles 91 and 93"),
    Text("部门规章、地方政府规章的制定机关", "Which organs make departmental and local government rules"),
)
RECONSIDERATION_FIRST = Basis(
    Text("《中华人民共和国行政复议法》（2023年修订）", "Administrative Reconsideration Law (2023)"),
    Text("第二十三条第一款第四项", "Article 23, paragraph 1, item 4"),
    Text("申请政府信息公开，行政机关不予公开", "Information was asked for and the organ refused to disclose it"),
)
EXCESSIVE_REQUESTS = Basis(
    REGULATION,
    Text("第三十五条", "Article 35"),
    Text("数量、频次明显超过合理范围", "In number and frequency clearly beyond what is reasonable"),
)
