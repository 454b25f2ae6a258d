"""govreport: write the 政府信息公开工作年度报告 from one checked TOML file."""

__version__ = "0.1.0"
