"""Signing in by way of OpenID providers, such as a university's."""
