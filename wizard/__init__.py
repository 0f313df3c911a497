"""Rackwright: from what a customer runs to a sized, explained and priced Proxmox infrastructure."""

__version__ = "0.1.0"
