package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JmhArgumentsTest {
    @Test
    void aTypedOptionReplacesTheProfiles() {
        JmhArguments merged = parse("-wi", "1", "-i", "3", "RoundTrip").replacedBy(parse("-i", "9"));
        assertThat(merged.toList()).containsExactly("RoundTrip", "-wi", "1", "-i", "9");
    }

    @Test
    void typedPatternsReplaceTheProfiles() {
        assertThat(parse("RoundTrip", "OneWay").replacedBy(parse("OneWay")).patterns()).containsExactly("OneWay");
    }

    @Test
    void oneParameterDoesNotReplaceAnother() {
        JmhArguments merged = parse("-p", "transport=sysv/spin", "-p", "size=8,64").replacedBy(parse("-p", "size=16"));
        assertThat(merged.parameters()).isEqualTo(Map.of("transport", List.of("sysv/spin"), "size", List.of("16")));
    }

    @Test
    void optionsThatMayBeRepeatedAreReplacedTogether() {
        JmhArguments merged = parse("-prof", "gc", "-prof", "stack").replacedBy(parse("-prof", "async"));
        assertThat(merged.values("prof")).containsExactly("async");
    }

    @Test
    void readsTheSpellingsJmhReads() {
        assertThat(parse("-i3", "-wi=2", "--r", "1s").toList()).containsExactly("-i", "3", "-wi", "2", "-r", "1s");
    }

    @Test
    void flagsTakeNoValue() {
        assertThat(parse("-lp", "RoundTrip").patterns()).containsExactly("RoundTrip");
    }

    @Test
    void anUnknownOptionIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> parse("--roundz", "3")).isInstanceOfSatisfying(BadInputException.class, e -> {
            assertThat(e).hasMessageStartingWith("unknown option --roundz");
            assertThat(e.suggestion()).contains("did you mean --rounds?");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--", "-=1", "-zz=1", "-lp=1", "--i5", "-l5", "-z5", "-5"})
    void whatJmhWouldNotReadIsNoOption(String token) {
        assertThatThrownBy(() -> parse(token)).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("unknown option " + token + ";");
    }

    @Test
    void aDashAloneIsAPattern() {
        assertThat(parse("-").patterns()).containsExactly("-");
    }

    @Test
    void anOptionThatJmhTakesOnceIsRefusedTwice() {
        assertThat(parse("-f", "1").value("f")).isEqualTo("1");
        assertThat(parse().value("f")).isNull();
        assertThatThrownBy(() -> parse("-f", "1", "-f", "2").value("f")).hasMessage("option -f is given 2 times; once is right");
    }

    @Test
    void withoutAnOptionGoParametersOfEveryName() {
        assertThat(parse("-p", "size=8", "-p", "transport=pipe", "-prof", "gc", "-lp").without("p").toList())
                .containsExactly("-prof", "gc", "-lp");
    }

    @Test
    void aMissingValueIsRefused() {
        assertThatThrownBy(() -> parse("RoundTrip", "-wi")).hasMessage("option -wi needs a value");
    }

    @Test
    void jmhsOwnObjectionsArePassedOn() {
        assertThatThrownBy(() -> parse("-i", "0").toJmh()).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("JMH says: ").hasMessageContaining("0");
        assertThatThrownBy(() -> parse("-i", "1", "-i", "2").toJmh()).hasMessageContaining("multiple arguments for option i");
    }

    @Test
    void aParameterWithoutAValueIsRefused() {
        assertThatThrownBy(() -> parse("-p", "size").parameters()).hasMessage("-p size: name=value[,value] is expected");
    }

    private static JmhArguments parse(String... tokens) {
        return JmhArguments.parse(List.of(tokens));
    }
}
