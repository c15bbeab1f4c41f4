# 1 min 30 s: cores, clock, JNA and kernel alone
#
# Needs what desktop needs. Measures the round trip between two threads of one JVM, over the layout that transports use. Also
# measures calls that are empty, read the clock, go through JNA, or enter the kernel. A thousand calls are timed together, so
# their microseconds are nanoseconds per call.
# note: baselines: these are no transports. They show the parts of a transport's latency on this machine.

--rounds 3
--cpus auto

-wi 2 -w 300ms
-i 1 -r 500ms

ThreadHandOff Call
-p size=64,1048576
