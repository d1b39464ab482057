"""Mounts the rooms' routers under /v1/ and serves the error catalogue."""
