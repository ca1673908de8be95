"""A template with the merge tags of another system in place of ours, and what that system can't fill in."""

from __future__ import annotations

from dataclasses import dataclass

from content.email.merge_fields import label_of_field
from content.email.names import FieldNames, System
from content.email.rendering import Draft, Template, draft_with


@dataclass(frozen=True)
class Tagged:
    """A message to be put into another system; `unmapped` are the fields that it has no tag for, by their names.

    Those stand in the message with their defaults, or in brackets where they have none.
    """

    draft: Draft
    unmapped: tuple[str, ...]


def tag_template(template: Template, system: System, names: FieldNames) -> Tagged:
    """Write a template with a system's own tags; raises TooLargeError."""
    values: dict[str, str] = {}
    unmapped: list[str] = []
    for name, field in template.fields.items():
        label = label_of_field(name, field)
        tag = names.of(name).tag(system, label)
        if tag is None:
            unmapped.append(name)
        values[name] = tag or field.default.strip() or f"[{label}]"
    return Tagged(draft_with(template, values), tuple(unmapped))
