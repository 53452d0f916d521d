"""Tables that come from other programs and go to them: workbooks and comma-separated files."""
