package ipc.result;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A text whose line breaks are kept: who prints it prints its first line alone. */
@JacksonAnnotation
@Retention(RetentionPolicy.RUNTIME)
@interface Multiline {
}
