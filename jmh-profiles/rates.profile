# 4 min: one way at 10 to 10000 messages a second
#
# Needs what desktop needs. At a lower rate the receiver's CPU sleeps deeper and wakes later; ./run.sh doctor shows the idle states.
# Two seconds hold 20 messages at 10 Hz: enough for a median, too few for a tail (--rounds, -r).
# For other transports, spinning ones too: -p transport=NAME,NAME

--rounds 3
--cpus auto

-wi 2 -w 300ms
-i 1 -r 2s

OneWay
-p transport=sysv/condvar,sysv/futex
-p rateHz=0,10,100,500,1000,10000
