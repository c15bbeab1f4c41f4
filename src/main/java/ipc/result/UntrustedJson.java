package ipc.result;

import ipc.PrintableText;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Reads untrusted JSON. Only parts marked {@link Nullable} can be null or absent, and numbers are limited in size. Control
 * characters in texts become spaces, so that they cannot control a terminal; {@link Multiline} texts keep their line breaks.
 */
final class UntrustedJson {
    private static final JsonFactory PLAIN = new JsonFactory();
    /** Limit for tokens. Each may take a hundred bytes of memory; a round of a cell has twenty. */
    private static final long MOST_TOKENS = 1_000_000;
    private static final int LONGEST_TEXT_CHARS = 1 << 20;
    /** Largest number: thirty years in nanoseconds. */
    private static final double MOST = 1e18;

    private UntrustedJson() {
    }

    /** @param kept function applied to every text and to every key of a map */
    static ObjectMapper mapper(UnaryOperator<String> kept) {
        SimpleModule module = new SimpleModule().addDeserializer(String.class, new Text(kept, PrintableText::of))
                .addDeserializer(double.class, new Finite()).addDeserializer(Double.class, new Finite())
                .addKeyDeserializer(String.class, new KeyDeserializer() {
                    @Override
                    public Object deserializeKey(String key, DeserializationContext context) {
                        return kept.apply(PrintableText.of(key));
                    }
                });
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS)
                        .maxStringLength(LONGEST_TEXT_CHARS).build())
                .build();
        return JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL)).addModule(module).build();
    }

    /** The reason for a parse error: the place, and what is wrong there. */
    static String words(JacksonException e) {
        if (e instanceof InvalidNullException missing) {
            return missing.getPropertyName() + " is missing";
        }
        if (e.getCause() instanceof JsonEOFException || e.getCause() instanceof StreamConstraintsException) {
            return words((JacksonException) e.getCause());
        }
        if (e instanceof StreamConstraintsException) {
            return "it holds more than a result does" + at(e);
        }
        if (e instanceof JsonMappingException mapping) {
            String place = place(mapping);
            return (place.isEmpty() ? "it" : place) + " has a value that is not possible there" + at(e);
        }
        return e instanceof JsonEOFException ? "it ends too early" + at(e) : "it is not valid JSON" + at(e);
    }

    private static String at(JacksonException e) {
        JsonLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1 ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** Such as {@code cells[3].status}. */
    private static String place(JsonMappingException e) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference part : e.getPath()) {
            if (part.getFieldName() == null) {
                place.append('[').append(part.getIndex()).append(']');
            } else {
                place.append(place.length() == 0 ? "" : ".").append(part.getFieldName());
            }
        }
        return place.toString();
    }

    /**
     * Checks the version of the format before anything else, because other versions may use parts differently. This program
     * writes it first.
     *
     * @param latest highest version that is read
     * @throws BadInputException if the version is missing or not supported
     */
    static void requireFormat(Path file, byte[] bytes, int latest) throws IOException {
        String format = "(none)";
        try (JsonParser parser = PLAIN.createParser(bytes)) {
            boolean found = parser.nextToken() != JsonToken.START_OBJECT;
            while (!found && parser.nextToken() == JsonToken.FIELD_NAME) {
                found = parser.currentName().equals("format");
                parser.nextToken();
                if (found) {
                    format = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            int number = found && parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsInt(0) : 0;
            if (number < 1 || number > latest) {
                throw new BadInputException(file + " has format " + format + "; this program reads "
                        + (latest == 1 ? "format 1" : "formats 1 to " + latest)
                        + (number > latest ? "; use the newer program that wrote it" : ""));
            }
        }
    }

    private static final class Text extends StdScalarDeserializer<String> implements ContextualDeserializer {
        private static final long serialVersionUID = 1;

        private final transient UnaryOperator<String> kept;
        private final transient UnaryOperator<String> cleaned;

        Text(UnaryOperator<String> kept, UnaryOperator<String> cleaned) {
            super(String.class);
            this.kept = kept;
            this.cleaned = cleaned;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty part) {
            return part == null || part.getAnnotation(Multiline.class) == null ? this : new Text(kept, PrintableText::ofLines);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return kept.apply(cleaned.apply(StringDeserializer.instance.deserialize(parser, context)));
        }
    }

    private static final class Finite extends StdScalarDeserializer<Double> {
        private static final long serialVersionUID = 1;

        Finite() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            double number = _parseDoublePrimitive(parser, context);
            return Math.abs(number) <= MOST ? (Double) number
                    : context.reportInputMismatch(this, "%s is out of range", number);
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return 0.0;
        }
    }
}
