"""Checks answers against the document that the server gives of itself, /v1/openapi.json."""

import fnmatch
import json
import re
import urllib.parse

import jsonschema


class OpenApi:
    def __init__(self, document):
        self.document = document
        self.components = document.get("components", {})

    def _operation(self, method, target):
        path = urllib.parse.urlsplit(target).path
        best = None
        for template, operations in self.document["paths"].items():
            pattern = "/".join("[^/]+" if part.startswith("{") else re.escape(part)
                               for part in template.split("/"))
            # A literal segment is nearer than one in braces.
            if re.fullmatch(pattern, path) and (best is None or template.count("{") < best[0]):
                best = (template.count("{"), operations)
        return best[1].get(method.lower()) if best else None

    def check(self, method, target, answer):
        """Raises AssertionError if the answer is not one of those described."""
        what = f"{method} {target}: {answer!r}"
        operation = self._operation(method, target)
        if operation is None:  # no such route: the one promise left is a problem document
            assert answer.status in (400, 403, 404, 405, 421), what
            responses = {}
        else:
            responses = operation["responses"]
        if answer.status >= 400 and answer.type == "application/problem+json":
            assert answer.json["status"] == answer.status, what
        described = responses.get(str(answer.status), responses.get("default"))
        if described is None:
            assert answer.type == "application/problem+json", f"not described by openapi.json: {what}"
            return
        content = described.get("content", {})
        if not content:
            assert answer.body == b"", f"a body where openapi.json has none: {what}"
            return
        described = next((form for pattern, form in content.items()
                          if fnmatch.fnmatch(answer.type, pattern)), None)
        assert described is not None, f"type is none of {list(content)}: {what}"
        schema = described.get("schema")
        if schema and answer.type.endswith("json"):
            # References are to #/components: with them beside it, they resolve in one document.
            jsonschema.Draft202012Validator(schema | {"components": self.components}).validate(
                json.loads(answer.body))
