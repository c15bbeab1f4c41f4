package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            assertThat(e).hasMessage("there is no option --roundz. See ./run.sh help run");
            assertThat(e.suggestion()).contains("Did you mean --rounds?");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--", "-=1", "-zz=1", "-lp=1", "--i5", "-l5", "-z5", "-5"})
    void whatJmhWouldNotReadIsNoOption(String token) {
        assertThatThrownBy(() -> parse(token)).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("there is no option " + token + ". ");
    }

    @Test
    void aDashAloneIsAPattern() {
        assertThat(parse("-").patterns()).containsExactly("-");
    }

    @Test
    void theValueOfAnOptionThatWasNotGivenIsNull() {
        assertThat(parse("-f", "1").value("f")).isEqualTo("1");
        assertThat(parse().value("f")).isNull();
    }

    @Test
    void withoutAnOptionGoParametersOfEveryName() {
        assertThat(parse("-p", "size=8", "-p", "transport=pipe", "-prof", "gc", "-lp").without("p").toList())
                .containsExactly("-prof", "gc", "-lp");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            RoundTrip -wi        | -wi: the value is missing. See ./run.sh help run
            -i 0                 | -i 0: must be a whole number, at least 1
            -i x                 | -i x: must be a whole number, at least 1
            -i 99999999999       | -i 99999999999: must be a whole number, at least 1
            -wi -1               | -wi -1: must be a whole number, at least 0
            -f 0                 | -f 0: must be a whole number, at least 1
            -t 0                 | -t 0: must be 1
            -w 5x                | -w 5x: must be a whole number with a unit, such as 500ms or 2s
            -r 1.5s              | -r 1.5s: must be a whole number with a unit, such as 500ms or 2s
            -bm foo              | -bm foo: must be avgt, thrpt or sample
            -bm avgt,foo         | -bm avgt,foo: must be avgt, thrpt or sample
            -tu h                | -tu h: must be one of m, s, ms, us, ns
            -rf xml              | -rf xml: must be one of text, csv, scsv, json, latex
            -v loud              | -v loud: must be one of silent, normal, extra
            -wm foo              | -wm foo: must be INDI
            -gc maybe            | -gc maybe: must be true or false
            -i 1 -i 2            | -i is given twice. Give it once
            -p size              | -p size: must be NAME=VALUE or NAME=VALUE,VALUE
            -p size=,            | -p size=,: must be NAME=VALUE or NAME=VALUE,VALUE
            """)
    void aWrongValueIsRefusedInOurWords(String typed, String message) {
        assertThatThrownBy(() -> parse(typed.split(" ")).parameters()).isInstanceOf(BadInputException.class).hasMessage(message);
    }

    /** Every kind of value lets pass what JMH takes. */
    @ParameterizedTest
    @ValueSource(strings = {"-i 3 -wi 0 -f 2 -t max", "-w 100ms -r 2s -to 1min", "-bm avgt,SampleTime -bm thrpt", "-tu us",
        "-rf csv -v EXTRA", "-v extra -wm BULK", "-gc TRUE -foe false", "-p a=1 -p a=2 -prof gc -prof stack -e a -e b",
        "-jvmArgs -Xmx1g -jvm java -o a -rff b -tg 1 -wmb a"})
    void whatJmhTakesPasses(String typed) {
        assertThat(parse(typed.split(" ")).toJmh()).isNotNull();
    }

    @Test
    void anObjectionThatOnlyJmhKnowsNamesJmh() {
        assertThatThrownBy(() -> parse("-tg", "x").toJmh()).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("JMH does not accept these options: Cannot parse argument 'x' of option tg");
    }

    private static JmhArguments parse(String... tokens) {
        return JmhArguments.parse(List.of(tokens));
    }
}
