package dev.maxdiff.broker.paper.faults;

import dev.maxdiff.broker.paper.faults.FaultPlanReader.Fields;
import dev.maxdiff.domain.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The values of {@code what} in a fault plan, with the fields of each. */
enum FaultKind {
  DELAY(fields -> new Fault.Delay(fields.duration("by")), "by"),
  ANSWER_LATE(fields -> new Fault.AnswerLate(fields.duration("by")), "by"),
  CLOSE(fields -> new Fault.Close()),
  DROP_ANSWER(fields -> new Fault.DropAnswer()),
  ERROR(fields -> error(fields, false), "status", "code", "message", "retry-after"),
  ERROR_AFTER(fields -> error(fields, true), "status", "code", "message", "retry-after"),
  EMPTY_LIST(fields -> new Fault.EmptyList()),
  HALF_LIST(fields -> new Fault.HalfList()),
  CUT(fields -> new Fault.Cut()),
  MALFORMED(fields -> new Fault.Malformed()),
  CLOCK_OFF(fields -> new Fault.ClockOff(fields.duration("by")), "by"),
  PARTIAL_FILL(fields -> new Fault.PartialFill(fields.decimal("share", "0.5")), "share"),
  REJECT(fields -> new Fault.Reject()),
  REJECT_REPLACE(fields -> new Fault.RejectReplace());

  private final Function<Fields, Fault> reader;
  private final Set<String> fields;

  FaultKind(Function<Fields, Fault> reader, String... fields) {
    this.reader = reader;
    this.fields = Set.of(fields);
  }

  /** Parses a value of {@code what}; the error for an unknown value lists all values. */
  static FaultKind of(String place, String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    place + "what",
                    text.isEmpty() ? "missing" : text,
                    Arrays.stream(values())
                        .map(FaultKind::text)
                        .collect(Collectors.joining(", ", "one of ", ""))));
  }

  Set<String> fields() {
    return fields;
  }

  Fault fault(Fields given) {
    return reader.apply(given);
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Fault error(Fields fields, boolean acted) {
    return new Fault.Error(
        fields.number("status", 500),
        fields.number("code", 0),
        fields.text("message", ""),
        fields.durationOrNull("retry-after"),
        acted);
  }
}
