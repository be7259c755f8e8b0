package dev.maxdiff.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.maxdiff.state.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The runtime's log file: all lines from INFO on, with stack traces. */
final class LogFile {

  private static final String NAME = "runtime.log";
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} [%thread] %mdc %msg%n";

  private LogFile() {}

  /**
   * Appends all further lines to {@code folder/runtime.log}; a failure is logged to the console.
   */
  static void open(Path folder, boolean verbose) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (verbose) {
      context.getLogger("dev.maxdiff").setLevel(Level.DEBUG);
    }
    try {
      OwnerOnly.create(folder.resolve(NAME));
      append(context, folder.resolve(NAME));
    } catch (IOException e) {
      LoggerFactory.getLogger(LogFile.class)
          .warn(
              "{}: {} (expected: a writable file); the log goes to the console only",
              folder.resolve(NAME),
              e.toString());
    }
  }

  private static void append(LoggerContext context, Path file) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setName(NAME);
    appender.setEncoder(encoder(context, PATTERN));
    appender.setFile(file.toString());
    appender.start();
    context.getLogger("ROOT").addAppender(appender);
  }

  static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    return encoder;
  }
}
