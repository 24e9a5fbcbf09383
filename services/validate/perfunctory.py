"""Whether a part was written for form's sake only: nothing, 无, a few words, or stock phrases and no more."""

import re
from functools import lru_cache

_FEWEST = 30
_LEFT_OVER = 12
_LONGEST_BOILERPLATE = 300
_SURELY_ENOUGH = 400
_NOT_LETTERS = re.compile(r"[\W_]+")
_STOCK = re.compile(
    r"(?:20\d\d年度?)?(?:我|本)(?:局|委|办|厅|院|镇|乡|街道|区|市|县|省|单位|机关)的?"
    r"|政府信息公开工作|信息公开工作|政务公开工作"
    r"|(?:虽然)?取得了?(?:一定|较好)的?(?:成绩|成效|进展|效果)"
    r"|(?:但是?)?(?:仍然?|还|也)?存在着?(?:一些|一定)?的?(?:主要)?(?:问题|不足|差距)(?:和不足|和差距)?"
    r"|与上级的?要求(?:和群众期盼)?(?:相比)?"
    r"|下一步|今后|20\d\d年"
    r"|[将要]?(?:进一步|继续|不断|切实|认真)?(?:加强|提高|提升|强化|完善|改进|做好|推进|贯彻落实)"
    r"(?:组织领导|学习|思想认识|认识|业务能力|业务水平|工作水平|质量和?水平|水平|质量|各项工作|工作|条例)?"
    r"|(?:主要问题及?)?改进(?:情况|措施)|主要问题"
)


@lru_cache(maxsize=8)
def is_perfunctory(text: str) -> bool:
    """Fewer than thirty characters, or less than a dozen once the stock phrases are taken away."""
    if len("".join(text.split())) < _FEWEST:
        return True
    if len(_NOT_LETTERS.sub("", text[:_SURELY_ENOUGH])) > _LONGEST_BOILERPLATE:
        return False
    plain = _NOT_LETTERS.sub("", text)
    return len(plain) <= _LONGEST_BOILERPLATE and len(_STOCK.sub("", plain)) < _LEFT_OVER
