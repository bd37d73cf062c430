# SPDX-License-Identifier: Apache-2.0
"""The parts of hosted's twister: scenarios, what keeps one from running, building, running, judging, reporting."""
