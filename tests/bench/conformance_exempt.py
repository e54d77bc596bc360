"""Facts that others read in files and that the output has no place for, and why."""

from collections.abc import Mapping
from typing import Final

# Facts without a counterpart, and why.
NO_COUNTERPART: Final[Mapping[str, str]] = {
    "free_access": "the test suite's own guess of a pay wall",
    "fundus_version": "the version of the other library's parser",
    "content_modified": "ninjs 3.1 has contentCreated and versionCreated, no contentModified",
    "articleBody_sha1": "a hash of the other library's exact characters",
    "dateline.get(0).parent.tagName": "a selector of the other library's test",
    "page_meta": "judged member by member, as far as they state facts",
}
