namespace ActiveActive.Database.Certificates;

/// <summary>A certificate cannot be read, made or used.</summary>
public sealed class CertificateException : Exception
{
    /// <inheritdoc cref="CertificateException"/>
    public CertificateException()
    {
    }

    /// <inheritdoc cref="CertificateException"/>
    public CertificateException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="CertificateException"/>
    public CertificateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
