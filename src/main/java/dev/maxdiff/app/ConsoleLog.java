package dev.maxdiff.app;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import dev.maxdiff.broker.paper.faults.InjectedFaultFilter;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import org.slf4j.Logger;

/**
 * What the console shows of the log: warnings and errors, one line each. What happens is on the
 * console already, and the log file has everything from INFO on.
 *
 * <p>Logback asks for this. It is said in Java because reading a {@code logback.xml} is some six
 * hundred classes in every runtime; an embedding program that has one, or a configurator of its
 * own, is left to it.
 */
@ConfiguratorRank(ConfiguratorRank.FALLBACK)
public final class ConsoleLog extends ContextAwareBase implements Configurator {

  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %msg%nopex%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (isSaidElsewhere()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    context.getStatusManager().add(new NopStatusListener());
    // a port in use is told in the words of the one who wanted it
    context.getLogger("akka.io.TcpListener").setLevel(Level.OFF);
    context.getLogger("dev.maxdiff").setLevel(Level.INFO);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Where Logback looks; a named file that is not there is as good as none. */
  private static boolean isSaidElsewhere() {
    String named = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
    return named != null && (isUrl(named) || isResource(named) || new File(named).isFile())
        || isResource(ClassicConstants.TEST_AUTOCONFIG_FILE)
        || isResource(ClassicConstants.AUTOCONFIG_FILE);
  }

  private static boolean isUrl(String name) {
    try {
      return new URL(name).getProtocol() != null;
    } catch (MalformedURLException e) {
      return false;
    }
  }

  private static boolean isResource(String name) {
    return LoggerContext.class.getClassLoader().getResource(name) != null;
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("STDERR");
    console.setTarget("System.err");
    console.addFilter(warnings());
    console.addFilter(new InjectedFaultFilter());
    console.setEncoder(LogFile.encoder(context, PATTERN));
    console.start();
    return console;
  }

  private static ThresholdFilter warnings() {
    ThresholdFilter filter = new ThresholdFilter();
    filter.setLevel(Level.WARN.toString());
    filter.start();
    return filter;
  }
}
