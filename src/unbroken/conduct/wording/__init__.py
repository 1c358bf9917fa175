"""Words to look at: advice that may do harm, and doubt or blame toward a victim, in what was recorded of a report.

They are found, shown to those who supervise, and looked at by a person. Nothing follows from them by itself, nobody is
counted or scored by them, and who wrote them is nowhere asked.
"""
