"""A wording in both languages of the house, Chinese first."""

import msgspec


class Text(msgspec.Struct, frozen=True):
    """What an agency or supervisor reads, in Chinese and in English."""

    zh: str
    en: str

    def format(self, **values: object) -> "Text":
        """Fill the placeholders of both wordings with the same values."""
        return Text(zh=self.zh.format(**values), en=self.en.format(**values))
