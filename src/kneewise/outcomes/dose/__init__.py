"""Does more help more: trend over dose arms, candidate shapes, MCP-Mod, and the dose that brings a wanted effect."""
