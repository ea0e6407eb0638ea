"""Django's forms, drawn with the page kit's markup."""

from django.forms.renderers import TemplatesSetting


class PageKit(TemplatesSetting):
    """Fields in GOV.UK Frontend's markup; see templates/web/field.html."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"
