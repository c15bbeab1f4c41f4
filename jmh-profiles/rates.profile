# Four minutes: one way at 10 to 10000 messages a second, and as fast as they are read, to a receiver that sleeps.
#
# Assumes what desktop assumes. The lower the rate, the deeper the receiver's CPU sleeps and the longer its wake-up takes; the doctor
# says which idle states there are. Two seconds hold 20 messages at 10 Hz: enough for a median, not for a tail (--rounds, -r).
# Another transport, which may spin: -p transport=NAME,NAME

--rounds 3
--cpus auto

-wi 2 -w 300ms
-i 1 -r 2s

OneWay
-p transport=sysv/condvar,sysv/futex
-p rateHz=0,10,100,500,1000,10000
