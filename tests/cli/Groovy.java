// Whether files are Groovy, by its own parser: what it does not understand is printed, and ends this with 1.
import java.io.File;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.Phases;

class Groovy {
  public static void main(String[] files) {
    try {
      var unit = new CompilationUnit();
      for (var file : files) unit.addSource(new File(file));
      unit.compile(Phases.CONVERSION);
    } catch (Exception fault) {
      System.err.println(fault.getMessage());
      System.exit(1);
    }
  }
}
