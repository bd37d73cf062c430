# SPDX-License-Identifier: Apache-2.0
"""Wrong input of the user."""


class UsageError(Exception):
    """what: why; what to do. Ends the program with status 2."""

    def __init__(self, what, why, todo):
        super().__init__(f"{what}: {why}; {todo}")
