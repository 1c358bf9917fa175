"""Recording: every form by which somebody puts something on the record.

A form is asked from the kinds themselves: a kind's fields, its code lists and its own words become the questions
(`questions`), and what was answered becomes the body (`bodies`). What differs from that is a row of data (`sheets`
for one entry, `report_pages` for a new report). The views ask the policy, hand the drafts to `flow.take_in`, and
lead what the record refuses back to the field that caused it.
"""
