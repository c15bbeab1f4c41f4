# 30 s: two transports in turn: ./run.sh paired A B
#
# Needs two CPUs. A change of the machine affects both transports alike. Both are made anew twenty times in each iteration, or ten
# times where messages are paced.

# The fewest rounds that give an interval and a verdict.
--rounds 6
--cpus auto

-wi 1 -w 500ms
-i 1 -r 1s

Paired[.]
