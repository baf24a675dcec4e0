"""Pairs of handins that share code: searched for in the background, shown side by side, reviewed by staff.

The search itself is `graders/similarity/`, which knows neither database nor web.
"""
