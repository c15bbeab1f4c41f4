package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreditTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 64, 1024})
    void theWindowIsNeverExceededAndAnAcknowledgementIsOnItsWayWhenItIsUsedUp(int window) {
        Credit credit = new Credit(window);
        long acknowledged = 0;
        for (int message = 1; message <= 5000; message++) {
            if (credit.isUsedUp()) {
                // The other side has received enough messages to send the acknowledgement that the sender waits for.
                assertThat(credit.sent() - acknowledged).isEqualTo(window).isGreaterThanOrEqualTo(credit.block());
                acknowledged = credit.renew();
            }
            credit.spend();
            assertThat(credit.sent() - acknowledged).isBetween(1L, (long) window);
            // No more acknowledgements are in flight than their channel can hold.
            assertThat((credit.sent() - acknowledged) / credit.block()).isLessThanOrEqualTo(Credit.ACKNOWLEDGEMENTS.window());
        }
        assertThat(credit.sent()).isEqualTo(5000);
    }

    @Test
    void whatIsOwedIsWholeBlocks() {
        Credit credit = new Credit(4);
        credit.spend();
        assertThat(credit.isOwed()).isFalse();
        credit.spend();
        assertThat(credit.isOwed()).isTrue();
        assertThat(credit.renew()).isEqualTo(2);
        assertThat(credit.isOwed()).isFalse();
        credit.restart();
        assertThat(credit.sent()).isZero();
        assertThat(credit.isOwed()).isFalse();
    }

    @Test
    void aWindowThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Credit(0)).hasMessage("window 0: must be 1 to 1024 messages");
        assertThatThrownBy(() -> new Credit(1025)).hasMessageStartingWith("window 1025");
    }

    @Test
    void theUsualWindowFitsIntoAMegabyte() {
        assertThat(MessageStream.usualWindow(8)).isEqualTo(64);
        assertThat(MessageStream.usualWindow(16384)).isEqualTo(64);
        assertThat(MessageStream.usualWindow(65536)).isEqualTo(16);
        assertThat(MessageStream.usualWindow(1 << 20)).isEqualTo(2);
    }
}
