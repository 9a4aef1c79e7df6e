"""The file that travels, as BUNDLE.md lays it down: age, package, manifest, signatures, cards, channels."""
