package dev.maxdiff.cli.views;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import dev.maxdiff.control.StatusView.PositionLine;
import dev.maxdiff.domain.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table of the status, without borders. Pure.
 *
 * @param positions the rows of their symbols are green
 * @param colour whether rows are coloured: green those with a position, yellow other crypto
 */
record StatusTable(List<PositionLine> positions, boolean colour) {

  private static final int MAX_WIDTH = 200;
  private static final String YELLOW = "\u001b[33m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  /** A header and one line for each row; {@code none} without rows. */
  <T> List<String> lines(List<T> rows, Function<T, Symbol> symbol, List<ColumnData<T>> columns) {
    if (rows.isEmpty()) {
      return List.of("  none");
    }
    String table =
        AsciiTable.builder().border(AsciiTable.NO_BORDERS).data(rows, columns).asString();
    List<String> rendered = table.lines().map(line -> " " + line.stripTrailing()).toList();
    int header = rendered.size() - rows.size();
    List<String> lines = new ArrayList<>(rendered.subList(0, header));
    for (int row = 0; row < rows.size(); row++) {
      lines.add(painted(rendered.get(header + row), symbol.apply(rows.get(row))));
    }
    return lines;
  }

  static <T> ColumnData<T> left(String header, Function<T, String> cell) {
    return column(header, HorizontalAlign.LEFT, cell);
  }

  static <T> ColumnData<T> right(String header, Function<T, String> cell) {
    return column(header, HorizontalAlign.RIGHT, cell);
  }

  private static <T> ColumnData<T> column(
      String header, HorizontalAlign align, Function<T, String> cell) {
    return new Column()
        .header(header)
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(MAX_WIDTH)
        .with(cell);
  }

  private String painted(String line, Symbol symbol) {
    if (!colour) {
      return line;
    }
    boolean held = positions.stream().anyMatch(position -> position.symbol().equals(symbol));
    String paint = held ? GREEN : symbol.isCrypto() ? YELLOW : "";
    return paint.isEmpty() ? line : paint + line + PLAIN;
  }
}
