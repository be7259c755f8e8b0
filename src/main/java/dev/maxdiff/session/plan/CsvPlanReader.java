package dev.maxdiff.session.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.maxdiff.domain.InvalidValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a plan in CSV: a header with columns in any order, then one row per line.
 *
 * <p>It parses each line separately, because no field contains a line break; an unclosed quote
 * invalidates only its own line. A line with another number of fields than the header is refused.
 */
final class CsvPlanReader {

  private static final ObjectReader CELLS =
      new CsvMapper().enable(CsvParser.Feature.TRIM_SPACES).readerFor(String[].class);

  private final List<PlanRow> rows = new ArrayList<>();
  private final List<PlanReading.Problem> problems = new ArrayList<>();
  private List<String> header;

  private CsvPlanReader() {}

  static PlanReading read(String text) {
    var reader = new CsvPlanReader();
    String[] lines = text.split("\r\n|\n|\r", -1);
    for (int i = 0; i < lines.length && reader.headerIsValid(); i++) {
      reader.readLine(i + 1, lines[i]);
    }
    if (reader.header == null) {
      reader.problems.add(
          new PlanReading.Problem(0, "no header; expected " + PlanRowReader.COLUMNS));
    }
    return new PlanReading(reader.rows, reader.problems);
  }

  private boolean headerIsValid() {
    return header == null || !header.isEmpty();
  }

  private void readLine(int number, String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    try {
      List<String> cells = cells(line);
      if (header == null) {
        header = List.of();
        header = header(cells);
      } else {
        rows.add(PlanRowReader.read(number, fields(cells)));
      }
    } catch (InvalidValueException e) {
      problems.add(new PlanReading.Problem(number, e.getMessage()));
    } catch (JsonProcessingException e) {
      problems.add(new PlanReading.Problem(number, "not CSV: " + e.getOriginalMessage()));
    }
  }

  private static List<String> cells(String line) throws JsonProcessingException {
    return List.of(CELLS.<String[]>readValue(line));
  }

  private static List<String> header(List<String> cells) {
    List<String> names = cells.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (String name : names) {
      if (!PlanRowReader.COLUMNS.contains(name)) {
        throw new InvalidValueException("column", name, "one of " + PlanRowReader.COLUMNS);
      }
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new InvalidValueException("column", name, "once in the header");
      }
    }
    for (String name : PlanRowReader.REQUIRED) {
      if (!names.contains(name)) {
        throw new InvalidValueException("column", "no " + name, "a header with " + name);
      }
    }
    return names;
  }

  private Map<String, String> fields(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new InvalidValueException("row", cells.size() + " fields", header.size() + " fields");
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      fields.put(header.get(i), cells.get(i));
    }
    return fields;
  }
}
