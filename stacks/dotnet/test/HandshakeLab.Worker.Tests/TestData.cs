namespace HandshakeLab.Worker.Tests;

/// <summary>The golden transcripts in stacks/testdata.</summary>
internal static class TestData
{
    private static readonly string Folder = Find();

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "testdata");
            if (File.Exists(Path.Combine(candidate, "session.bin")))
            {
                return candidate;
            }
        }
        throw new DirectoryNotFoundException("no testdata folder above the tests");
    }
}
