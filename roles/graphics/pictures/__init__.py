"""Pictures that other sites show when somebody shares a link. Pure: words in, PNG out."""

from roles.graphics.pictures.cards import pair_card, role_card, site_card
from roles.graphics.pictures.drawing import ACCENTS, HEIGHT, WIDTH

__all__ = ["ACCENTS", "HEIGHT", "WIDTH", "pair_card", "role_card", "site_card"]
